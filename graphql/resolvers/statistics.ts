/** The feed in numbers. */
import { offerCounts, statusCounts } from "../../shared/readmodel/counts.ts";
import type { ReadContext } from "../context.ts";
import type { SourceView } from "../source-view.ts";
import { healthOf } from "./health.ts";
import { newestRun } from "./runs.ts";

export async function stats(_: unknown, __: unknown, context: ReadContext) {
  const [counts, sources] = await Promise.all([
    statusCounts(context.db, context.now),
    context.sources.list(),
  ]);
  const [runs, healths] = await Promise.all([
    Promise.all(sources.map((source) => newestRun(source, context))),
    Promise.all(sources.map((source) => healthOf(source, context))),
  ]);
  const failing = healths.filter(({ state }) => state === "FAILING");
  const ends = runs
    .filter((run) => run?.status === "SUCCEEDED")
    .map((run) => run?.finishedAt ?? null)
    .filter((end) => end !== null);
  return {
    active: counts.ACTIVE,
    expired: counts.EXPIRED,
    removed: counts.REMOVED,
    hidden: counts.HIDDEN,
    sources: sources.length,
    failingSources: failing.length,
    lastSyncAt: ends.sort().at(-1) ?? null,
  };
}

export const offerCount = (parent: SourceView, _: unknown, context: ReadContext): Promise<number> =>
  context.cache.together("offer counts", parent.id, (ids) => offerCounts(context.db, ids));
