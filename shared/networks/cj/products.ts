/** The walk over `products`: GraphQL, by the cursor that each page gives. */
import * as z from "zod";
import { type AnyPart, type ListingNotes, part } from "../kit/listing.ts";
import { ask } from "./graphql.ts";
import type { CjRecord } from "./records.ts";
import type { CjContext } from "./rest.ts";

/** CJ's default; up to 10,000 are allowed, and slow. */
const PAGE_SIZE = 1000;

const PRODUCTS = `query Products($companyId: ID!, $pid: ID!, $sid: ID, $partnerIds: [ID!], $adIds: [ID!],
  $keywords: [String!], $serviceableAreas: [String!], $limit: Int, $page: String, $sortBy: SortBy, $sortOrder: SortOrder) {
  products(companyId: $companyId, partnerStatus: JOINED, partnerIds: $partnerIds, adIds: $adIds, keywords: $keywords,
    serviceableAreas: $serviceableAreas, limit: $limit, page: $page, sortBy: $sortBy, sortOrder: $sortOrder) {
    totalCount count limit nextPage
    resultList {
      __typename id adId advertiserId advertiserName title description brand link imageLink additionalImageLink
      price { amount currency } salePrice { amount currency } salePriceEffectiveDateStart salePriceEffectiveDateEnd
      discountPercentage targetCountry serviceableAreas lastUpdated isDeleted joinedStatus
      linkCode(pid: $pid, shopperId: $sid) { clickUrl }
      ... on Shopping {
        gtin availability productType googleProductCategory { id name }
        customLabel0 customLabel1 customLabel2 customLabel3 customLabel4
      }
    }
  }
}`;

const productsSchema = z.looseObject({
  products: z.looseObject({
    totalCount: z.int().nullish(),
    nextPage: z.string().nullish(),
    resultList: z.array(z.unknown()),
  }),
});

/** Of a row, what the walk itself needs; mapping reads the rest. */
const rowSchema = z.looseObject({
  id: z.string(),
  adId: z.string(),
  advertiserId: z.string(),
  lastUpdated: z.string().nullish(),
});

/** @param since null for all; else the newest come first, and the walk ends with the page that reaches back to it */
export const productsPart = (context: CjContext, since: Date | null): AnyPart<CjRecord> =>
  part({
    name: "products",
    position: z.string(),
    first: "",
    async page(cursor, notes) {
      const { products } = await ask(context, PRODUCTS, variables(context, cursor, since), productsSchema);
      const rows = products.resultList.map((row) => rowSchema.safeParse(row).data ?? null);
      const languages = await languagesOf(
        context,
        notes,
        rows.map((row) => row?.advertiserId),
      );
      const oldest = rows.at(-1)?.lastUpdated;
      const reachesBack = since !== null && oldest && Date.parse(oldest) < since.getTime();
      return {
        records: products.resultList.map((product, place) => ({
          surface: "product" as const,
          product,
          language: languages[rows[place]?.adId ?? ""] ?? null,
        })),
        identity: rows.map((row) => row && `${row.advertiserId}:${row.adId}:${row.id}`),
        total: since === null ? (products.totalCount ?? null) : null,
        next: reachesBack || !products.nextPage ? null : products.nextPage,
      };
    },
  });

function variables(
  { credentials, settings }: CjContext,
  cursor: string,
  since: Date | null,
): Record<string, unknown> {
  const { advertiserIds, feedIds, productKeywords, productCountries, sid } = settings;
  const someOf = <T>(values: readonly T[]): readonly T[] | null => (values.length > 0 ? values : null);
  return {
    companyId: credentials.companyId,
    pid: credentials.websiteId,
    sid: sid ?? null,
    partnerIds: someOf(advertiserIds.map(String)),
    adIds: someOf(feedIds.map(String)),
    keywords: someOf(productKeywords),
    serviceableAreas: someOf(productCountries),
    limit: PAGE_SIZE,
    page: cursor === "" ? null : cursor,
    ...(since !== null && { sortBy: "LAST_UPDATED", sortOrder: "DESC" }),
  };
}

const FEEDS = `query Feeds($companyId: ID!, $partnerIds: [ID!], $limit: Int) {
  productFeeds(companyId: $companyId, feedType: ALL, partnerIds: $partnerIds, limit: $limit) {
    resultList { adId language }
  }
}`;

const feedsSchema = z.looseObject({
  productFeeds: z.looseObject({
    resultList: z.array(z.looseObject({ adId: z.string(), language: z.string().nullish() })),
  }),
});

const knownSchema = z.object({
  /** Advertisers whose feeds were asked for. */
  asked: z.array(z.string()),
  /** By feed (adId). */
  languages: z.record(z.string(), z.string()),
});

/** A product does not say its language, its feed does: each advertiser's feeds are asked for once a listing. */
async function languagesOf(
  context: CjContext,
  notes: ListingNotes,
  advertisers: readonly (string | undefined)[],
): Promise<Readonly<Record<string, string>>> {
  const known = knownSchema.safeParse(notes.memory["feeds"]).data ?? { asked: [], languages: {} };
  const asked = new Set(known.asked);
  const partnerIds = [...new Set(advertisers)].filter((id) => id !== undefined && !asked.has(id));
  if (partnerIds.length === 0) return known.languages;
  const { companyId } = context.credentials;
  const { productFeeds } = await ask(
    context,
    FEEDS,
    { companyId, partnerIds, limit: PAGE_SIZE },
    feedsSchema,
  );
  const languages = { ...known.languages };
  for (const { adId, language } of productFeeds.resultList) if (language) languages[adId] = language;
  notes.memory["feeds"] = { asked: [...known.asked, ...partnerIds], languages };
  return languages;
}
