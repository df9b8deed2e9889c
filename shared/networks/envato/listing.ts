/** One listing of Envato Market: a search shows 6,000 items, so larger ones are split until they fit. */
import * as z from "zod";
import type { ListingEnd, OfferPage } from "../adapter.ts";
import { changesSince, onlyChanges } from "../kit/incremental.ts";
import { listParts, part } from "../kit/listing.ts";
import {
  type EnvatoContext,
  type EnvatoQuery,
  LAST_PAGE,
  PAGE_SIZE,
  querySchema,
  search,
  topCategories,
  WINDOW,
} from "./api.ts";

/** One raw match of a search. */
export type EnvatoRecord = unknown;

const positionSchema = z.object({
  /** Searches still to be walked, the current one first. */
  queue: z.array(querySchema).min(1),
  page: z.int(),
  /** Rows of the current search so far. */
  taken: z.int(),
});
type Position = z.output<typeof positionSchema>;

/** Above any item's price, in whole dollars. */
const DEAREST = 20_000;
/** The index may lag behind the clock. */
const OVERLAP_MS = 24 * 3_600_000;

export function listing(context: EnvatoContext): AsyncGenerator<OfferPage<EnvatoRecord>, ListingEnd, void> {
  const { sites, categories } = context.settings;
  const since = changesSince(context, OVERLAP_MS);
  const [first, ...rest] = sites.flatMap((site) =>
    (categories.length === 0 ? [null] : categories).map((category) => ({ site, category, prices: null })),
  );
  if (!first) throw new RangeError("the settings name at least one site");
  // Newest first: while pages are read, items move from one to the next. Price bands share their borders.
  const seen = new Set<unknown>();
  const items = part<Position, EnvatoRecord>({
    name: "items",
    position: positionSchema,
    first: { queue: [first, ...rest], page: 1, taken: 0 },
    async page({ queue, page, taken }, notes) {
      const [query, ...others] = queue;
      if (!query) return { records: [], next: null };
      const { matches, total } = await search(context, query, page, since === null ? "date" : "updated");
      const records = matches.filter((match) => isNew(match, seen));
      const named = nameOf(query);
      if (since !== null) {
        notes.fallShort(onlyChanges(since));
        const done =
          matches.length < PAGE_SIZE || page === LAST_PAGE || matches.some((match) => isOlder(match, since));
        return {
          records,
          rows: matches.length,
          next: done ? after(others) : { queue, page: page + 1, taken: 0 },
          identity: [named, page, matches],
        };
      }
      if (page === 1 && total > WINDOW) {
        const parts = await split(context, query);
        if (parts !== null) return { records: [], next: after([...parts, ...others]), identity: null };
        notes.fallShort(`${named}: Envato counts ${total} and shows no more than ${WINDOW}`, "CAPPED");
      }
      const received = taken + matches.length;
      const isLast = matches.length < PAGE_SIZE || page === LAST_PAGE;
      if (isLast && received < Math.min(total, WINDOW)) {
        notes.fallShort(`${named}: Envato counts ${total} and listed ${received}`);
      }
      return {
        records,
        rows: matches.length,
        next: isLast ? after(others) : { queue, page: page + 1, taken: received },
        identity: matches.length === 0 ? null : [named, matches.map(idOf)],
      };
    },
  });
  return listParts([items], context);
}

const after = (queue: readonly EnvatoQuery[]): Position | null =>
  queue.length === 0 ? null : { queue: [...queue], page: 1, taken: 0 };

/** Into categories, then into halves of a price band; null where a band is one dollar wide. */
async function split(context: EnvatoContext, query: EnvatoQuery): Promise<EnvatoQuery[] | null> {
  if (query.category === null) {
    const categories = await topCategories(context, query.site);
    if (categories.length > 1) return categories.map((category) => ({ ...query, category }));
  }
  const [least, most] = query.prices ?? [0, DEAREST];
  if (most - least <= 1) return null;
  // Most prices are low: a whole range is cut where most of them are.
  const middle = query.prices === null ? 30 : Math.floor((least + most) / 2);
  return [
    { ...query, prices: [least, middle] },
    { ...query, prices: [middle, most] },
  ];
}

const idOf = (match: unknown): unknown => (match as { id?: unknown } | null)?.id;

function isNew(match: unknown, seen: Set<unknown>): boolean {
  const id = idOf(match);
  // What has no id is let through, to be rejected by name.
  if (id === undefined || id === null) return true;
  if (seen.has(id)) return false;
  seen.add(id);
  return true;
}

function isOlder(match: unknown, since: Date): boolean {
  const updated = (match as { updated_at?: unknown } | null)?.updated_at;
  return typeof updated === "string" && Date.parse(updated) < since.getTime();
}

const nameOf = ({ site, category, prices }: EnvatoQuery): string =>
  [site, category, prices && `${prices[0]}–${prices[1]} USD`].filter(Boolean).join(" ");
