/** `products` and `productFeeds` of CJ's GraphQL. */
import * as z from "zod";
import { zonedClock } from "../../../sandbox/items.ts";
import { type Answer, json, type SandboxContext } from "../../../sandbox/sandbox.ts";
import type { SandboxProduct } from "../../../sandbox/items.ts";
import { advertiserIds, JOINED, productListing } from "./catalogue.ts";
import { cjSandboxCredentials } from "./credentials.ts";

const { companyId, websiteId } = cjSandboxCredentials;

const requestSchema = z.looseObject({
  query: z.string(),
  variables: z.looseObject({
    companyId: z.string(),
    pid: z.string().nullish(),
    sid: z.string().nullish(),
    partnerIds: z.array(z.string()).nullish(),
    adIds: z.array(z.string()).nullish(),
    serviceableAreas: z.array(z.string()).nullish(),
    limit: z.int().max(10_000).nullish(),
    page: z.string().nullish(),
    sortBy: z.literal("LAST_UPDATED").nullish(),
  }),
});
type Variables = z.output<typeof requestSchema>["variables"];

/** A page may be shorter than its limit, and here always is. */
const PAGE_ROWS = 120;

export const graphqlError = (message: string, status = 200): Answer =>
  json({ data: null, errors: [{ message }] }, status);

export function graphql(body: string, context: SandboxContext): Answer {
  const request = requestSchema.safeParse(parsed(body));
  if (!request.success) return graphqlError("Syntax error in the request", 400);
  const { query, variables } = request.data;
  if (variables.companyId !== companyId) {
    return graphqlError(`Not authorized to query for company ${variables.companyId}`);
  }
  if (/\bproductFeeds\(/.test(query)) return feeds(variables, context);
  if (!/\bproducts\(/.test(query)) return graphqlError("Cannot query field 'links' on type 'Query'", 400);
  if (variables.pid !== websiteId) {
    return graphqlError(`Website id specified does not match your account: ${variables.pid ?? ""}`);
  }
  return products(variables, context);
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}

/** One feed an advertiser. */
const feedOf = (advertiserId: number): string => String(advertiserId + 7);

function feeds({ partnerIds }: Variables, context: SandboxContext): Answer {
  const ids = advertiserIds(context);
  const shops = JOINED.filter((shop) => !partnerIds || partnerIds.includes(String(ids.get(shop))));
  const resultList = shops.map((shop) => ({ adId: feedOf(ids.get(shop) ?? 0), language: shop.language }));
  return json({
    data: {
      productFeeds: { totalCount: resultList.length, count: resultList.length, limit: 1000, resultList },
    },
  });
}

function products(variables: Variables, context: SandboxContext): Answer {
  const { partnerIds, adIds, serviceableAreas, page, limit, sortBy } = variables;
  const ids = advertiserIds(context);
  const { shown, total } = productListing(context);
  const matching = shown.filter(({ shop }) => {
    const id = ids.get(shop) ?? 0;
    return (
      (!partnerIds || partnerIds.includes(String(id))) &&
      (!adIds || adIds.includes(feedOf(id))) &&
      (!serviceableAreas || serviceableAreas.includes(shop.country))
    );
  });
  const sorted = sortBy
    ? matching.toSorted((a, b) => b.changedAt.getTime() - a.changedAt.getTime())
    : matching;
  const start = page ? Number(Buffer.from(page, "base64").toString()) : 0;
  if (!Number.isInteger(start)) return graphqlError("page is not a page of this query");
  const end = start + Math.min(limit ?? 1000, PAGE_ROWS);
  const rows = sorted.slice(start, end);
  return json({
    data: {
      products: {
        totalCount: matching.length + total - shown.length,
        count: rows.length,
        limit: limit ?? 1000,
        nextPage: end < sorted.length ? Buffer.from(String(end)).toString("base64") : null,
        resultList: rows.map((each) => product(each, ids.get(each.shop) ?? 0, variables, context)),
      },
    },
  });
}

function product(
  each: SandboxProduct,
  advertiserId: number,
  { sid }: Variables,
  context: SandboxContext,
): object {
  const { shop, goods, sku, bits, landing } = each;
  const adId = feedOf(advertiserId);
  const instant = (time: Date): string => zonedClock(time, "UTC", context);
  const click = `https://www.anrdoezrs.net/click-${websiteId}-${adId}`;
  return {
    __typename: "Shopping",
    id: sku,
    adId,
    advertiserId: String(advertiserId),
    advertiserName: shop.name,
    title: goods.title,
    description: goods.description,
    brand: goods.brand,
    link: landing,
    imageLink: each.image,
    additionalImageLink: bits % 3 === 0 ? [`${each.image}?view=2`] : null,
    price: { amount: goods.listPrice ?? goods.price, currency: shop.currency },
    salePrice: goods.listPrice === null ? null : { amount: Number(goods.price), currency: shop.currency },
    salePriceEffectiveDateStart: goods.listPrice === null ? null : instant(each.bornAt),
    salePriceEffectiveDateEnd:
      goods.listPrice === null ? null : instant(new Date(each.bornAt.getTime() + 60 * 86_400_000)),
    discountPercentage: goods.listPrice === null ? null : 20,
    targetCountry: shop.country,
    serviceableAreas: bits % 2 === 0 ? `${shop.country},US` : null,
    lastUpdated: instant(each.changedAt),
    isDeleted: false,
    joinedStatus: true,
    availability: goods.inStock ? (bits % 2 === 0 ? "in stock" : "IN_STOCK") : "OUT_OF_STOCK",
    gtin: goods.gtin,
    productType: [goods.category],
    googleProductCategory: { id: 1985, name: "Home & Garden > Linens & Bedding" },
    customLabel0: null,
    // An advertiser who is not joined any more: its products have no link.
    linkCode: each.broken
      ? null
      : {
          clickUrl: `${click}?${sid ? `sid=${encodeURIComponent(sid)}&` : ""}url=${encodeURIComponent(landing)}`,
        },
  };
}
