/** Having a source tested: in the fetch function of its network, which alone holds the network's adapter. */
import { InvokeCommand, type LambdaClient } from "@aws-sdk/client-lambda";
import * as z from "zod";
import type { Source } from "../sources/records.ts";
import { type SourceTest, TEST_OUTCOMES } from "./records.ts";
import type { HealthStore } from "./store.ts";
import type { TestRequest, TestResult } from "./test-source.ts";

const resultSchema = z.discriminatedUnion("tested", [
  z.object({
    tested: z.literal(true),
    test: z.object({
      outcome: z.enum(TEST_OUTCOMES),
      message: z.string(),
      at: z.string(),
      ms: z.number(),
      offers: z.number(),
      rejected: z.number(),
    }),
  }),
  z.object({ tested: z.literal(false), reason: z.string() }),
]);

const brokenSchema = z.object({ errorType: z.string().default("an error") });

export interface SourceTestsTargets {
  readonly lambda: LambdaClient;
  /** The ARN of a network's fetch function without the network's id. */
  readonly fetchFunctionArnPrefix: string;
  readonly health: Pick<HealthStore, "putTest">;
  readonly now: () => Date;
}

export class SourceTests {
  readonly #targets: SourceTestsTargets;

  constructor(targets: SourceTestsTargets) {
    this.#targets = targets;
  }

  /** Tests a source and waits for the outcome, which is recorded. @param seconds how long the test may take */
  async test(source: Source, seconds: number): Promise<TestResult> {
    const { lambda, fetchFunctionArnPrefix, now } = this.#targets;
    const began = now();
    const request: TestRequest = { sourceId: source.id, test: true, seconds };
    const answer = await lambda.send(
      new InvokeCommand({
        FunctionName: fetchFunctionArnPrefix + source.networkId,
        Payload: JSON.stringify(request),
      }),
    );
    const payload: unknown = JSON.parse(Buffer.from(answer.Payload ?? []).toString("utf8") || "{}");
    if (answer.FunctionError === undefined) return resultSchema.parse(payload);
    return this.#broken(source, brokenSchema.parse(payload).errorType, began);
  }

  /** The function died over the test, out of memory or time: it could record nothing itself. */
  async #broken(source: Source, errorType: string, began: Date): Promise<TestResult> {
    const test: SourceTest = {
      outcome: "FAILED",
      // Its message may hold anything, secrets too: the log has it.
      message: `The function fetch-${source.networkId} broke off over it (${errorType}): see the function's log.`,
      at: began.toISOString(),
      ms: this.#targets.now().getTime() - began.getTime(),
      offers: 0,
      rejected: 0,
    };
    await this.#targets.health.putTest(source.id, test);
    return { tested: true, test };
  }
}
