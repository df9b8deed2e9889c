/** Fields of an offer that are not in its record. */
import { mayBeShown } from "../../shared/networks/display.ts";
import { encodeCursor, readVersionCursor } from "../../shared/readmodel/cursor.ts";
import type { ReadContext, RequestContext } from "../context.ts";
import { type OfferView, toOfferVersion } from "../offer-view.ts";
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
  return {
    nodes: page.map(toOfferVersion),
    pageInfo: {
      // The ledger may answer with fewer than were asked for, when they are large: only version 1 is the last.
      hasNextPage: last !== undefined && last.version > 1 && page.length !== hidden,
      endCursor: last === undefined ? null : encodeCursor({ v: last.version }),
    },
  };
}

/**
 * A tombstone says itself when it was last seen. Any other offer was in its source's last complete listing, unless it
 * has been found since that began.
 */
export async function lastSeenAt(parent: OfferView, _: unknown, context: RequestContext): Promise<string> {
  if (parent.lastSeenAt !== null) return parent.lastSeenAt;
  const id = parent.sourceId;
  const source = await context.cache.once(`source ${id}`, () => context.sources.get(id));
  const complete = source?.lastCompleteAt ?? null;
  return complete !== null && Date.parse(complete) >= Date.parse(parent.firstSeenAt)
    ? complete
    : parent.firstSeenAt;
}
