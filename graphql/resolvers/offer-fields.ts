/** Fields of an offer that are not in its record. */
import { mayBeShown } from "../../shared/networks/display.ts";
import type { Source } from "../../shared/sources/records.ts";
import { encodeCursor, readVersionCursor } from "../../shared/readmodel/cursor.ts";
import type { ReadContext, RequestContext } from "../context.ts";
import { type OfferView, toOfferVersion } from "../offer-view.ts";
import { type SourceView, toSource } from "../source-view.ts";
import { type PageArguments, pageSize } from "../paging.ts";
import { historyRules } from "../stale-offers.ts";

export async function versions(parent: OfferView, args: PageArguments, context: ReadContext) {
  const first = pageSize(args.first);
  const before = args.after === null || args.after === undefined ? null : readVersionCursor(args.after).v;
  const rules = await historyRules(context);
  const records = await context.ledger.versions(parent.id, { first: first + 1, before });
  const hidden = records.findIndex(
    (record, place) => !mayBeShown(record, before === null && place === 0, rules),
  );
  const page = records.slice(0, hidden === -1 ? first : Math.min(first, hidden));
  const last = page.at(-1);
  const edges = page.map((record) => ({
    cursor: encodeCursor({ v: record.version }),
    node: toOfferVersion(record),
  }));
  return {
    edges,
    nodes: edges.map(({ node }) => node),
    pageInfo: {
      // The ledger may answer with fewer than were asked for, when they are large: only version 1 is the last.
      hasNextPage: last !== undefined && last.version > 1 && page.length !== hidden,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
  };
}

/** The sources of a whole page of offers go into one call, whichever of their fields want them. */
const sourceNamed = async (id: string, { cache, sources }: RequestContext): Promise<Source | null> =>
  (await cache.once(`source ${id}`, () => cache.together("sources", id, (ids) => sources.getMany(ids)))) ??
  null;

/** Null when the source was removed: its offers' history stays. */
export async function source(
  parent: OfferView,
  _: unknown,
  context: RequestContext,
): Promise<SourceView | null> {
  const found = await sourceNamed(parent.sourceId, context);
  return found === null ? null : toSource(found, context.now);
}

/**
 * A tombstone says itself when it was last seen. Any other offer was in its source's last complete listing, unless it
 * has been found since that began.
 */
export async function lastSeenAt(parent: OfferView, _: unknown, context: RequestContext): Promise<string> {
  if (parent.lastSeenAt !== null) return parent.lastSeenAt;
  const source = await sourceNamed(parent.sourceId, context);
  const complete = source?.lastCompleteAt ?? null;
  return complete !== null && Date.parse(complete) >= Date.parse(parent.firstSeenAt)
    ? complete
    : parent.firstSeenAt;
}
