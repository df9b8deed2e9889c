/** A WooCommerce shop's listing: all products with their dates, and with the partner's keys its coupons. */
import * as z from "zod";
import { type AnyPart, type ListingNotes, part } from "../../networks/kit/listing.ts";
import { onlyChanges } from "../../networks/kit/incremental.ts";
import type { ShopClient } from "../shop-client.ts";
import { keyedRows, PAGE_SIZE, rowsIfOpen, type WooKeys, type WooRows, wooRows } from "./api.ts";
import { findSite, siteSchema, type WooSite } from "./site.ts";

export interface WooListing {
  readonly client: ShopClient;
  readonly base: string;
  /** Known already, as after a probe; null: to be found. */
  readonly site: WooSite | null;
  readonly keys: WooKeys | null;
  /** Ids, or slugs where the shop's WooCommerce is recent. Empty: all. */
  readonly categories: readonly string[];
  /** Whether the publication dates are asked for: one more call a page. */
  readonly dates: boolean;
  /** Only what changed since then is asked for. */
  readonly since: Date | null;
}

/** One raw record, with what the shop says elsewhere. */
export type WooRecord =
  | {
      readonly surface: "product";
      readonly product: unknown;
      readonly shop: string | null;
      /** UTC without an offset, as WordPress writes it. */
      readonly published: string | null;
      /** End of the sale; only partner keys show it. */
      readonly saleEnds: string | null;
    }
  | {
      readonly surface: "coupon";
      readonly coupon: unknown;
      readonly shop: string | null;
      /** The shop's: coupons name none. */
      readonly currency: string | null;
    };

const PRODUCTS = "wc/store/v1/products";
const POSTS = "wp/v2/product";
const KEYED_PRODUCTS = "wc/v3/products";
const COUPONS = "wc/v3/coupons";

const position = z.object({
  page: z.int(),
  /** Ids of the page before: a product that is deleted meanwhile moves a neighbour over the edge. */
  before: z.array(z.int()),
});
type Position = z.output<typeof position>;

const idSchema = z.looseObject({ id: z.int() });
const idOf = (row: unknown): number | null => idSchema.safeParse(row).data?.id ?? null;

export const wooProducts = (listing: WooListing): AnyPart<WooRecord> =>
  part<Position, WooRecord>({
    name: "products",
    position,
    first: { page: 1, before: [] },
    async page({ page, before }, notes) {
      const site = await siteOf(listing, notes);
      const answer = await wooRows(listing.client, site, PRODUCTS, productQuery(listing, page));
      if (listing.since !== null) notes.fallShort(onlyChanges(listing.since));
      const ids = answer.rows.flatMap((row) => idOf(row) ?? []);
      const rows = answer.rows.filter((row) => !before.includes(idOf(row) ?? Number.NaN));
      notes.memory["currency"] ??= currencyOf(rows[0]);
      const dates = await datesOf(listing, site, ids, notes);
      return {
        records: rows.map((product) => ({
          surface: "product",
          product,
          shop: site.name,
          ...(dates.get(idOf(product) ?? Number.NaN) ?? { published: null, saleEnds: null }),
        })),
        next: hasNext(answer, page) ? { page: page + 1, before: ids } : null,
        identity: ids,
        total: answer.total,
      };
    },
  });

export const wooCoupons = (listing: WooListing & { readonly keys: WooKeys }): AnyPart<WooRecord> =>
  part<number, WooRecord>({
    name: "coupons",
    position: z.int(),
    first: 1,
    async page(page, notes) {
      const site = await siteOf(listing, notes);
      const answer = await keyedRows(listing.client, site, listing.keys, COUPONS, pageQuery(page));
      const currency = await shopCurrency(listing, site, notes);
      return {
        records: answer.rows.map((coupon) => ({ surface: "coupon", coupon, shop: site.name, currency })),
        next: hasNext(answer, page) ? page + 1 : null,
        total: answer.total,
      };
    },
  });

/** By id, oldest first: with the newest first, a product that is published meanwhile shifts every later page. */
const pageQuery = (page: number): Record<string, string> => ({
  page: String(page),
  per_page: String(PAGE_SIZE),
  orderby: "id",
  order: "asc",
});

function productQuery({ categories, since }: WooListing, page: number): Record<string, string> {
  return {
    ...pageQuery(page),
    ...(categories.length > 0 && { category: categories.join(",") }),
    // With its offset: WordPress turns it into the shop's own time, which is what this column holds.
    ...(since !== null && {
      after: `${since.toISOString().slice(0, 19)}Z`,
      date_column: "modified",
      orderby: "modified",
    }),
  };
}

/** A page past the end is an empty list; without the header a short page is the last. */
const hasNext = ({ rows, totalPages }: WooRows, page: number): boolean =>
  rows.length > 0 && (totalPages === null ? rows.length === PAGE_SIZE : page < totalPages);

/** Found once for a listing, and kept with its cursor. */
async function siteOf({ client, base, site }: WooListing, { memory }: ListingNotes): Promise<WooSite> {
  const known = siteSchema.safeParse(memory["site"]).data ?? site ?? (await findSite(client, base));
  memory["site"] = known;
  return known;
}

interface Dates {
  readonly published: string | null;
  readonly saleEnds: string | null;
}

const date = z.string().nullish();
const datesSchema = z.looseObject({
  id: z.int(),
  date_gmt: date,
  date_created_gmt: date,
  date_on_sale_to_gmt: date,
});

/** The Store API has no dates. With keys the other API has, and the end of a sale too; without, the posts behind it. */
async function datesOf(
  { client, keys, dates }: WooListing,
  site: WooSite,
  ids: readonly number[],
  { memory }: ListingNotes,
): Promise<ReadonlyMap<number, Dates>> {
  if (ids.length === 0 || !dates || memory["dates"] === "closed") return new Map();
  const query = { include: ids.join(","), per_page: String(PAGE_SIZE) };
  const fields = "id,date_created_gmt,date_modified_gmt,date_on_sale_from_gmt,date_on_sale_to_gmt";
  const answer =
    keys === null
      ? await rowsIfOpen(client, site, POSTS, { ...query, _fields: "id,date_gmt,modified_gmt" })
      : await keyedRows(client, site, keys, KEYED_PRODUCTS, { ...query, _fields: fields });
  // Some shops close it: their offers do without.
  if (answer === null) memory["dates"] = "closed";
  const read = (answer?.rows ?? []).flatMap((row) => datesSchema.safeParse(row).data ?? []);
  return new Map(
    read.map(({ id, date_gmt, date_created_gmt, date_on_sale_to_gmt }) => [
      id,
      { published: date_gmt ?? date_created_gmt ?? null, saleEnds: date_on_sale_to_gmt ?? null },
    ]),
  );
}

const priceSchema = z.looseObject({ prices: z.looseObject({ currency_code: z.string() }) });
const currencyOf = (row: unknown): string | null =>
  priceSchema.safeParse(row).data?.prices.currency_code ?? null;

async function shopCurrency(
  { client }: WooListing,
  site: WooSite,
  { memory }: ListingNotes,
): Promise<string | null> {
  if (typeof memory["currency"] === "string") return memory["currency"];
  const { rows } = await wooRows(client, site, PRODUCTS, { page: "1", per_page: "1" });
  memory["currency"] = currencyOf(rows[0]);
  return currencyOf(rows[0]);
}
