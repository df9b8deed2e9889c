/** Ends runs that died without a word. */
import { sweepRuns } from "../shared/sync/sweep.ts";
import { sourceStores } from "./clients.ts";
import { logger, observed } from "./observed.ts";

const stores = sourceStores();

export const handler = observed(async (): Promise<{ ended: string[] }> => {
  const ended = await sweepRuns(stores, new Date());
  if (ended.length > 0) logger.warn("runs interrupted", { ended });
  return { ended };
});
