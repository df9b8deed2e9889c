/** Starting a fetch function without waiting for it. */
import { InvokeCommand, type LambdaClient } from "@aws-sdk/client-lambda";
import type { RunItem } from "../sources/items.ts";
import type { RunRequest } from "./run-context.ts";

/** @param functionName name or ARN of the network's fetch function */
export async function startRun(
  lambda: LambdaClient,
  functionName: string,
  request: RunRequest,
): Promise<void> {
  await lambda.send(
    new InvokeCommand({
      FunctionName: functionName,
      InvocationType: "Event",
      Payload: JSON.stringify(request),
    }),
  );
}

/**
 * Starts the next leg of each run that waits for it. Safe to repeat: a leg is taken once.
 * @param runs states of runs in the order in which they were written; the newest of each counts
 */
export async function startNextLegs(
  lambda: LambdaClient,
  fetchFunctionArnPrefix: string,
  runs: readonly RunItem[],
): Promise<void> {
  for (const run of new Map(runs.map((each) => [each.id, each])).values()) {
    if (run.status !== "RUNNING" || run.nextLeg === null) continue;
    await startRun(lambda, fetchFunctionArnPrefix + run.networkId, {
      sourceId: run.sourceId,
      runId: run.id,
      leg: run.nextLeg,
    });
  }
}
