/** AvantLink: coupons and deals from AdSearch and DotdFeed, programmes from AssociationFeed, products by search. */
import * as z from "zod";
import { CredentialsRefused, type NetworkAdapter } from "../adapter.ts";
import { type AnyPart, listParts, part } from "../kit/listing.ts";
import { quotaKeyOf } from "../kit/quota-key.ts";
import type { XmlElement } from "../kit/xml.ts";
import { type AvantlinkContext, listRows, tableRows } from "./api.ts";
import {
  ASSOCIATIONS,
  type Association,
  type AvantlinkCredentials,
  type AvantlinkSettings,
  definition,
} from "./definition.ts";
import { avantlinkOffer, type AvantlinkRecord, type MerchantFacts } from "./map-offer.ts";

/** What clients observe as the most rows of a call, and of a query. */
const PAGE_SIZE = 200;
const WINDOW = 1_000;

export const adapter: NetworkAdapter<AvantlinkCredentials, AvantlinkSettings, AvantlinkRecord> = {
  ...definition,
  quotaKey: ({ affiliateId, authKey }) => quotaKeyOf(affiliateId, authKey),
  async *fetchOffers(context) {
    await checkWebsite(context);
    const active = await associated(context, "active");
    const { pull } = context.settings;
    const parts: AnyPart<AvantlinkRecord>[] = [];
    if (pull.includes("programmes")) parts.push(programmes(context, active));
    if (pull.includes("coupons")) parts.push(coupons(context, active));
    if (pull.includes("dealOfTheDay")) parts.push(dealsOfTheDay(context, active));
    if (pull.includes("products")) parts.push(products(context, active));
    return yield* listParts(parts, context);
  },
  toOffer: (record, { settings }) => avantlinkOffer(record, settings),
};

type Merchants = ReadonlyMap<string, XmlElement>;

/** A wrong website id is noticed by nobody: its links work, and credit somebody else. */
async function checkWebsite(context: AvantlinkContext): Promise<void> {
  const { websiteId } = context.credentials;
  const rows = await tableRows(context, { module: "WebsiteFeed", keyed: true });
  const known = rows.map((row) => row.textOf("Website_Id")).filter((id) => id !== null);
  if (known.includes(websiteId)) return;
  throw new CredentialsRefused(
    `This account has no website with the websiteId that was entered. It has: ${known.join(", ") || "none"} (Account > Websites).`,
  );
}

/** Merchants of one association, by id. The whole network's for "none". */
async function associated(context: AvantlinkContext, association: Association): Promise<Merchants> {
  const rows = await tableRows(context, {
    module: "AssociationFeed",
    keyed: true,
    parameters: { association_status: association },
  });
  const wanted = context.settings.merchantIds.map(String);
  const merchants = new Map<string, XmlElement>();
  for (const row of rows) {
    const id = row.textOf("Merchant_Id") ?? `row ${merchants.size}`;
    if (wanted.length === 0 || wanted.includes(id)) merchants.set(id, row);
  }
  return merchants;
}

const programmes = (context: AvantlinkContext, active: Merchants): AnyPart<AvantlinkRecord> =>
  part<number, AvantlinkRecord>({
    name: "programmes",
    position: z.int(),
    first: 0,
    async page(place) {
      const asked = ASSOCIATIONS.filter((each) => context.settings.associations.includes(each));
      const association = asked[place] ?? "active";
      const merchants = association === "active" ? active : await associated(context, association);
      return {
        records: [...merchants.values()].map((row) => ({
          surface: "programme",
          row: row.flat(),
          association,
        })),
        next: place + 1 < asked.length ? place + 1 : null,
      };
    },
  });

/** One document. Ads of merchants that are not joined come along, and are left out. */
const coupons = (context: AvantlinkContext, active: Merchants): AnyPart<AvantlinkRecord> =>
  part<number, AvantlinkRecord>({
    name: "coupons",
    position: z.int(),
    first: 0,
    async page() {
      const rows = await tableRows(context, {
        module: "AdSearch",
        parameters: { coupons_only: "1", ...tracked(context) },
      });
      return { records: ofActive("ad", rows, active), rows: rows.length, next: null };
    },
  });

const dealsOfTheDay = (context: AvantlinkContext, active: Merchants): AnyPart<AvantlinkRecord> =>
  part<number, AvantlinkRecord>({
    name: "deals of the day",
    position: z.int(),
    first: 0,
    async page() {
      const rows = await tableRows(context, { module: "DotdFeed", parameters: tracked(context) });
      return { records: ofActive("dotd", rows, active), rows: rows.length, next: null };
    },
  });

const productPosition = z.object({ merchant: z.int(), base: z.int() });

/** Merchant by merchant, 200 rows at a time, as far as AvantLink shows. */
const products = (context: AvantlinkContext, active: Merchants): AnyPart<AvantlinkRecord> => {
  const ids = [...active.keys()]
    .filter((id) => /^\d+$/.test(id))
    .toSorted((one, other) => Number(one) - Number(other));
  return part<z.output<typeof productPosition>, AvantlinkRecord>({
    name: "products",
    position: productPosition,
    first: { merchant: 0, base: 0 },
    async page({ merchant, base }, notes) {
      const id = ids[merchant];
      if (id === undefined) return { records: [], next: null };
      const rows = await listRows(context, {
        module: "ProductSearch",
        parameters: {
          search_term: "*",
          merchant_ids: id,
          search_on_sale_only: context.settings.onSaleOnly ? "1" : undefined,
          search_results_base: String(base),
          search_results_count: String(PAGE_SIZE),
          // Not confirmed. Without a fixed order a row can slip from one page to another.
          search_results_sort_order: "Product Id|asc",
          ...tracked(context),
        },
      });
      const facts = factsOf(active.get(id));
      const records = rows.map((row): AvantlinkRecord => ({
        surface: "product",
        row: { ...(row as object) },
        merchant: facts,
      }));
      const following = merchant + 1 < ids.length ? { merchant: merchant + 1, base: 0 } : null;
      if (rows.length < PAGE_SIZE) return { records, next: following, identity: [id, rows] };
      if (base + PAGE_SIZE < WINDOW) {
        return { records, next: { merchant, base: base + PAGE_SIZE }, identity: [id, rows] };
      }
      notes.fallShort(`products of merchant ${id}: AvantLink shows no more than ${WINDOW}`, "CAPPED");
      return { records, next: following, identity: [id, rows] };
    },
  });
};

/** On a request, the sub-id comes back on every link of the answer. */
const tracked = ({ settings }: AvantlinkContext): Record<string, string | undefined> => ({
  custom_tracking_code: settings.customTrackingCode,
});

function ofActive(surface: "ad" | "dotd", rows: readonly XmlElement[], active: Merchants): AvantlinkRecord[] {
  return (
    rows
      .map((row) => ({ row: row.flat(), merchant: active.get(row.textOf("Merchant_Id") ?? "") }))
      // A row without its merchant is let through, to be rejected by name.
      .filter(({ row, merchant }) => merchant !== undefined || row["Merchant_Id"] === undefined)
      .map(({ row, merchant }) => ({ surface, row, merchant: factsOf(merchant) }))
  );
}

const factsOf = (row: XmlElement | undefined): MerchantFacts | null =>
  row === undefined
    ? null
    : { url: row.textOf("Merchant_URL"), logo: row.textOf("Merchant_Logo"), rate: row.flat() };
