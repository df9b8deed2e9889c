/** POST /graphql: the marketplace's search. */
import { DateTime } from "luxon";
import * as z from "zod";
import { type Answer, json, type SandboxContext } from "../../../sandbox/sandbox.ts";
import { CATEGORIES, isBroken, marketplaceAt, type Vendor } from "./vendors.ts";

/** Pages are capped below what is asked for. */
const MOST_A_PAGE = 40;

const requestSchema = z.object({
  query: z.string(),
  variables: z.object({
    parameters: z.strictObject({
      category: z.string().optional(),
      sortField: z.string().optional(),
      sortDescending: z.boolean().optional(),
      resultsPerPage: z.int().positive().default(30),
      offset: z.int().nonnegative().default(0),
    }),
  }),
});

const KNOWN_FIELDS = new Set(
  `query Search Categories parameters MarketplaceSearchParameters marketplaceSearch totalHits offset hits facets field buckets
  value count site title description favorite url urlTitle urlDescription affiliateToolsUrl affiliateSupportEmail skypeName
  telegramName offerImageUrl marketplaceStats activateDate category subCategory initialDollarsPerSale averageDollarsPerSale
  gravity totalRebill de en es fr it pt standard physical rebill upsell biGravity rank`.split(/\s+/),
);

const failed = (message: string): Answer => json({ data: null, errors: [{ message }] });

export function search(body: string, context: SandboxContext): Answer {
  const request = requestSchema.safeParse(JSON.parse(body));
  if (!request.success) return failed("Variable $parameters of type MarketplaceSearchParameters! is invalid");
  const { query, variables } = request.data;
  const unknown = query.match(/[A-Za-z]+/g)?.find((word) => !KNOWN_FIELDS.has(word));
  if (unknown !== undefined) return failed(`Field '${unknown}' doesn't exist`);
  const { category, sortField = "rank", resultsPerPage, offset } = variables.parameters;
  if (!["rank", "gravity", "popularity"].includes(sortField))
    return failed(`Value "${sortField}" does not exist in "MarketplaceSortByType" enum.`);
  const { vendors, total } = marketplaceAt(context);
  const matching = category === undefined ? vendors : vendors.filter((each) => each.category === category);
  const totalHits = category === undefined ? total : matching.length;
  const hits = matching.slice(offset, offset + Math.min(resultsPerPage, MOST_A_PAGE)).map(written);
  const marketplaceSearch = query.includes("facets")
    ? { totalHits, facets: facetsOf(vendors) }
    : { totalHits, offset, hits };
  return json({ data: { marketplaceSearch } });
}

const facetsOf = (vendors: readonly Vendor[]): object[] => [
  {
    field: "category",
    buckets: CATEGORIES.map((value) => ({
      value,
      count: vendors.filter(({ category }) => category === value).length,
    })),
  },
];

function written(vendor: Vendor): object {
  const { nickname, title, description, shop, bits, initialDollars, rebillDollars } = vendor;
  const { category, subCategory, activatedAt } = vendor;
  const speaks = (language: string): boolean => shop.language === language;
  return {
    ...(!isBroken(vendor) && { site: nickname }),
    title,
    description,
    url: `${bits % 6 === 0 ? "http" : "https"}://www.${shop.domain}/${nickname.toLowerCase()}?`,
    offerImageUrl: bits % 3 === 0 ? null : `https://cdn.${shop.domain}/offer%20${nickname.toLowerCase()}.png`,
    marketplaceStats: {
      category,
      subCategory,
      initialDollarsPerSale: initialDollars,
      averageDollarsPerSale: initialDollars + rebillDollars,
      activateDate: DateTime.fromJSDate(activatedAt, { zone: "UTC" }).toFormat("MM-dd-yyyy"),
      de: speaks("de"),
      en: speaks("en") || bits % 2 === 0,
      es: false,
      fr: speaks("fr"),
      it: false,
      pt: false,
      standard: true,
      physical: bits % 5 === 0,
      rebill: rebillDollars > 0,
      upsell: bits % 2 === 0,
    },
  };
}
