/** What admins do about the health of sources. A mistake of theirs comes back as an answer, never as an exception. */
import { InvokeCommand, type LambdaClient } from "@aws-sdk/client-lambda";
import * as z from "zod";
import { done, type Outcome, refused } from "../control/outcome.ts";
import type { Source } from "../sources/records.ts";
import type { SourceStore } from "../sources/store.ts";
import type { CheckPass, CheckRequest } from "./check.ts";
import type { HealthLimits, SourceTest } from "./records.ts";
import type { SourceTests } from "./source-tests.ts";
import type { HealthStore } from "./store.ts";

export interface HealthControlTargets {
  readonly sources: Pick<SourceStore, "get">;
  readonly health: HealthStore;
  readonly tests: Pick<SourceTests, "test">;
  readonly lambda: LambdaClient;
  readonly checkFunctionArn: string;
}

export interface TestedSource {
  readonly source: Source;
  readonly test: SourceTest;
}

/** The API answers within 30 seconds or not at all. */
const SECONDS = 20;
const MOST_HOURS = 24 * 365;
const MOST_DAYS = 3_650;

const passSchema = z.object({
  checked: z.number(),
  tested: z.array(z.string()),
  changes: z.array(z.looseObject({ sourceId: z.string() })),
});

/** The check broke off; what it recorded before stays. */
export class CheckBroken extends Error {
  override readonly name = "CheckBroken";
}

export class HealthControl {
  readonly #targets: HealthControlTargets;

  constructor(targets: HealthControlTargets) {
    this.#targets = targets;
  }

  /** Tests a source and waits for the outcome; what it changes of the source's health is announced a moment later. */
  async testSource(sourceId: string): Promise<Outcome<TestedSource>> {
    const { sources, tests, lambda, checkFunctionArn } = this.#targets;
    const source = await sources.get(sourceId);
    if (!source) return noSource(sourceId);
    const result = await tests.test(source, SECONDS);
    if (!result.tested) return refused("ALREADY_RUNNING", result.reason, ["sourceId"]);
    const request: CheckRequest = { sourceId };
    await lambda.send(
      new InvokeCommand({
        FunctionName: checkFunctionArn,
        InvocationType: "Event",
        Payload: JSON.stringify(request),
      }),
    );
    return done({ source, test: result.test });
  }

  /** Sets limits of a source: one that is left out stays, null gives it back to what its schedule and its size say. */
  async setHealthLimits(sourceId: string, limits: Partial<HealthLimits>): Promise<Outcome<Source>> {
    const { sources, health } = this.#targets;
    const source = await sources.get(sourceId);
    if (!source) return noSource(sourceId);
    const wanted: HealthLimits = { ...(await health.get(sourceId)).limits, ...limits };
    const { staleAfterHours, frozenAfterDays } = wanted;
    if (staleAfterHours !== null && !within(staleAfterHours, 1, MOST_HOURS)) {
      const message = `Hours without a success are a whole number from 1 to ${MOST_HOURS}, not ${staleAfterHours}.`;
      return refused("HEALTH_LIMITS_INVALID", message, ["staleAfterHours"]);
    }
    if (frozenAfterDays !== null && !within(frozenAfterDays, 0, MOST_DAYS)) {
      const message = `Days without a change are a whole number from 0 (for ever) to ${MOST_DAYS}, not ${frozenAfterDays}.`;
      return refused("HEALTH_LIMITS_INVALID", message, ["frozenAfterDays"]);
    }
    await health.putLimits(sourceId, wanted);
    return done(source);
  }

  /** The hourly check of all sources, now, as its own function does it. @throws CheckBroken with what the function said */
  async checkAll(): Promise<Pick<CheckPass, "checked" | "tested">> {
    const { lambda, checkFunctionArn } = this.#targets;
    const answer = await lambda.send(
      new InvokeCommand({ FunctionName: checkFunctionArn, Payload: JSON.stringify({}) }),
    );
    const payload: unknown = JSON.parse(Buffer.from(answer.Payload ?? []).toString("utf8") || "{}");
    if (answer.FunctionError === undefined) return passSchema.parse(payload);
    const { errorMessage } = z.object({ errorMessage: z.string().default("no reason given") }).parse(payload);
    throw new CheckBroken(`The check broke off: ${errorMessage}`);
  }
}

const within = (value: number, least: number, most: number): boolean =>
  Number.isInteger(value) && value >= least && value <= most;

const noSource = (sourceId: string): ReturnType<typeof refused> =>
  refused("SOURCE_NOT_FOUND", `There is no source "${sourceId}".`, ["sourceId"]);
