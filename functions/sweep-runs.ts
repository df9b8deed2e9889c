/** Takes up runs that died without a word, or ends them. */
import { LambdaClient } from "@aws-sdk/client-lambda";
import type { RunRequest } from "../shared/sync/run-context.ts";
import { startRun } from "../shared/sync/start-run.ts";
import { type Swept, sweepRuns } from "../shared/sync/sweep.ts";
import { sourceStores } from "./clients.ts";
import { variable } from "./environment.ts";
import { logger, observed } from "./observed.ts";

const lambda = new LambdaClient({});
const arnPrefix = variable("FETCH_FUNCTION_ARN_PREFIX");
const targets = {
  ...sourceStores(),
  startRun: (source: { readonly networkId: string }, request: RunRequest) =>
    startRun(lambda, arnPrefix + source.networkId, request),
};

export const handler = observed(async (): Promise<Swept> => {
  const swept = await sweepRuns(targets, new Date());
  if (swept.resumed.length + swept.ended.length > 0) logger.warn("runs taken up", { ...swept });
  return swept;
});
