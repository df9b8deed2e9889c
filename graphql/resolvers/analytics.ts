/** What a dashboard shows of the feed at a glance. */
import { averages as readAverages, changesByDay } from "../../shared/readmodel/analytics.ts";
import type { ReadContext } from "../context.ts";
import { pageSize } from "../paging.ts";
import { lagSeconds } from "../source-view.ts";
import { sourcesOf, staleFor } from "../stale-offers.ts";
import { healthOf } from "./health.ts";

/** The days of `changesPerDay`. */
const DAYS = 30;

/** `first` goes to the facets, which are counted as ever; no field of the schema. */
interface SummaryParent {
  readonly offers: { readonly filter: Record<never, never>; readonly first: number };
}

export const analyticsSummary = (
  _: unknown,
  { first }: { readonly first?: number | null },
): SummaryParent => ({
  offers: { filter: {}, first: pageSize(first, 10) },
});

export const averages = async (_: unknown, __: unknown, context: ReadContext) =>
  context.cache.once("averages", async () =>
    readAverages(context.db, { now: context.now, stale: await staleFor(context) }),
  );

export const changesPerDay = (_: unknown, __: unknown, context: ReadContext) =>
  context.cache.once("changes per day", () => changesByDay(context.db, { now: context.now, days: DAYS }));

export async function freshness(_: unknown, __: unknown, context: ReadContext) {
  const sources = await sourcesOf(context.sources);
  return Promise.all(
    sources.map(async (source) => {
      const { state, limits: _, ...health } = await healthOf(source, context);
      return {
        sourceId: source.id,
        networkId: source.networkId,
        name: source.name,
        sandbox: source.sandbox,
        health: state,
        lastCompleteAt: source.lastCompleteAt,
        lagSeconds: lagSeconds(source, context.now),
        staleAfterSeconds: health.staleAfterSeconds,
      };
    }),
  );
}
