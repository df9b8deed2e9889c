/** One listing: the searches of the settings, eBay's deals, and its events. */
import * as z from "zod";
import { FeedUnreadable, type ListingEnd, type OfferPage } from "../adapter.ts";
import type { AccessToken } from "../kit/access-token.ts";
import { type AnyPart, type ListingNotes, listParts, part, type PartPage } from "../kit/listing.ts";
import { type EbayContext, ebayToken, get } from "./api.ts";
import type { EbayRecord } from "./records.ts";
import type { EbaySearch } from "./settings.ts";

const SEARCH_PAGE = 200;
const DEAL_PAGE = 100;
/** eBay shows no further, however many it counts. */
const WINDOW = 10_000;
/** Totals move while a listing is walked; less than this share of one is no such movement. */
const TRUE_SHARE = 0.9;

export async function* listing(
  context: EbayContext,
): AsyncGenerator<OfferPage<EbayRecord>, ListingEnd, void> {
  const { settings } = context;
  const token = ebayToken(context);
  const parts: AnyPart<EbayRecord>[] = [];
  if (settings.searches.length > 0) parts.push(searches(context, token));
  if (settings.deals) {
    parts.push(
      walk(context, token, "deal_item", "dealItems", (deal) => [{ surface: "deal", deal }]),
      walk(context, token, "event", "events", eventRecords),
    );
  }
  if (parts.length === 0) {
    return {
      coverage: "PARTIAL",
      reason: "the settings ask for nothing: name searches, or set deals to true",
    };
  }
  return yield* listParts(parts, context);
}

interface Page {
  readonly items: readonly unknown[];
  readonly hasNext: boolean;
  readonly total: number;
}

/** No hits have no key at all, so an answer is known by its total. */
function readPage(answer: unknown, key: string): Page {
  const fields = { ...(answer as Record<string, unknown> | null) };
  const read = z
    .object({
      total: z.number({ error: 'it holds no "total"' }),
      next: z.string().nullish(),
      items: z.array(z.unknown(), { error: `its "${key}" is no list` }).nullish(),
    })
    .safeParse({ total: fields["total"], next: fields["next"], items: fields[key] });
  if (!read.success) {
    throw new FeedUnreadable(`eBay's answer cannot be read: ${read.error.issues[0]?.message ?? ""}`);
  }
  const { items, next, total } = read.data;
  return { items: items ?? [], hasNext: Boolean(next), total };
}

/** Says what a walk did not see, once it is over. */
function judge(what: string, seen: number, total: number, capped: boolean, notes: ListingNotes): void {
  if (capped) {
    notes.fallShort(
      `${what}: eBay counts ${total} and shows ${WINDOW}; split it by category or price`,
      "CAPPED",
    );
  } else if (seen < total * TRUE_SHARE) {
    notes.fallShort(`${what}: eBay counts ${total} and listed ${seen}`);
  }
}

const searchPosition = z.object({ search: z.int(), offset: z.int() });

/** The same listing may be on several pages and in several searches; it comes once. */
function searches(context: EbayContext, token: AccessToken): AnyPart<EbayRecord> {
  const rows = context.settings.searches;
  const seen = new Set<string>();
  return part<z.output<typeof searchPosition>, EbayRecord>({
    name: "searches",
    position: searchPosition,
    first: { search: 0, offset: 0 },
    async page(at, notes): Promise<PartPage<z.output<typeof searchPosition>, EbayRecord>> {
      const row = rows[at.search];
      const answer = row && (await get(context, token, searchPath(row, at.offset)));
      const { items, hasNext, total } = readPage(answer, "itemSummaries");
      const offset = at.offset + SEARCH_PAGE;
      const goesOn = hasNext && items.length > 0;
      if (!goesOn || offset >= WINDOW) {
        judge(
          `search ${at.search + 1}`,
          at.offset + items.length,
          total,
          offset >= WINDOW && total > WINDOW,
          notes,
        );
      }
      const fresh = items.filter((item) => isNew(idOf(item), seen));
      return {
        records: [
          ...fresh.map((item): EbayRecord => ({ surface: "item", item })),
          ...(await couponsOf(context, token, fresh)),
        ],
        rows: items.length,
        next:
          goesOn && offset < WINDOW
            ? { ...at, offset }
            : at.search + 1 < rows.length
              ? { search: at.search + 1, offset: 0 }
              : null,
        // Two searches may rightly find the same.
        identity: items.length === 0 ? null : [at.search, items.map(idOf)],
      };
    },
  });
}

function searchPath({ q, categoryId, gtin, filter, sort }: EbaySearch, offset: number): string {
  const query = new URLSearchParams({
    ...(q !== undefined && { q }),
    ...(categoryId !== undefined && { category_ids: categoryId }),
    ...(gtin !== undefined && { gtin }),
    ...(filter !== undefined && { filter }),
    ...(sort !== undefined && { sort }),
    fieldgroups: "MATCHING_ITEMS,EXTENDED",
    limit: String(SEARCH_PAGE),
    offset: String(offset),
  });
  return `/buy/browse/v1/item_summary/search?${query.toString()}`;
}

const idOf = (item: unknown): string => {
  const { itemId } = { ...(item as { itemId?: unknown } | null) };
  return typeof itemId === "string" ? itemId : "";
};

/** What has no id is told by whoever maps it. */
function isNew(id: string, seen: Set<string>): boolean {
  if (id === "") return true;
  if (seen.has(id)) return false;
  seen.add(id);
  return true;
}

/** A summary says only that there are coupons: the codes are the item's. */
async function couponsOf(
  context: EbayContext,
  token: AccessToken,
  items: readonly unknown[],
): Promise<EbayRecord[]> {
  if (!context.settings.coupons) return [];
  const records: EbayRecord[] = [];
  for (const item of items) {
    const { availableCoupons } = { ...(item as { availableCoupons?: unknown } | null) };
    if (availableCoupons !== true || idOf(item) === "") continue;
    context.signal.throwIfAborted();
    const answer = await get(context, token, `/buy/browse/v1/item/${encodeURIComponent(idOf(item))}`);
    const detail = z
      .looseObject({ availableCoupons: z.array(z.unknown()).nullish() })
      .safeParse(answer ?? {});
    if (!detail.success) throw new FeedUnreadable(`eBay's item ${idOf(item)} cannot be read`);
    for (const coupon of detail.data.availableCoupons ?? [])
      records.push({ surface: "coupon", coupon, item });
  }
  return records;
}

/** A collection of the Deal API. */
const walk = (
  context: EbayContext,
  token: AccessToken,
  path: "deal_item" | "event",
  key: string,
  recordsOf: (item: unknown) => EbayRecord[],
): AnyPart<EbayRecord> =>
  part<number, EbayRecord>({
    name: path === "event" ? "events" : "deals",
    position: z.int(),
    first: 0,
    async page(offset, notes) {
      const answer = await get(
        context,
        token,
        `/buy/deal/v1/${path}?${new URLSearchParams({ limit: String(DEAL_PAGE), offset: String(offset) }).toString()}`,
      );
      const { items, hasNext, total } = readPage(answer, key);
      const next = offset + DEAL_PAGE;
      const goesOn = hasNext && items.length > 0;
      if (!goesOn || next >= WINDOW)
        judge(key, offset + items.length, total, next >= WINDOW && total > WINDOW, notes);
      return {
        records: items.flatMap(recordsOf),
        rows: items.length,
        next: goesOn && next < WINDOW ? next : null,
      };
    },
  });

function eventRecords(event: unknown): EbayRecord[] {
  const { applicableCoupons } = { ...(event as { applicableCoupons?: unknown } | null) };
  const count = Array.isArray(applicableCoupons) ? applicableCoupons.length : 0;
  if (count === 0) return [{ surface: "event", event, coupon: null }];
  return Array.from({ length: count }, (_, coupon) => ({ surface: "event", event, coupon }));
}
