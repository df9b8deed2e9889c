/** The search behind ClickBank's marketplace page: private, unsupported, and answered without an account. */
import * as z from "zod";
import type { JudgedAnswer, Judgement } from "../../http/client.ts";
import { FeedUnreadable, type FetchContext } from "../adapter.ts";
import type { ClickbankCredentials } from "./definition.ts";
import type { ClickbankSettings } from "./settings.ts";

export type ClickbankContext = FetchContext<ClickbankCredentials, ClickbankSettings>;

const URL_OF_SEARCH = "https://accounts.clickbank.com/graphql";

/** As the marketplace page sends them: without them the firewall in front refuses more often. */
const HEADERS = {
  "content-type": "application/json",
  accept: "application/json",
  origin: "https://accounts.clickbank.com",
  referer: "https://accounts.clickbank.com/marketplace.htm",
  "user-agent": "Mozilla/5.0 (compatible; Offerfeed/0.1)",
} as const;

/** What the web app asks for at most. ClickBank may give fewer. */
const RESULTS_PER_PAGE = 50;

/** Only what is mapped: one field that ClickBank does not know fails the whole query. */
const HITS = `
query Search($parameters: MarketplaceSearchParameters!) {
  marketplaceSearch(parameters: $parameters) {
    totalHits
    hits {
      site title description url offerImageUrl
      marketplaceStats {
        activateDate category subCategory initialDollarsPerSale averageDollarsPerSale
        de en es fr it pt standard physical rebill upsell
      }
    }
  }
}`;

const CATEGORIES = `
query Categories($parameters: MarketplaceSearchParameters!) {
  marketplaceSearch(parameters: $parameters) {
    totalHits
    facets { field buckets { value count } }
  }
}`;

const hitsSchema = z.object({
  data: z.object({
    marketplaceSearch: z.object({ totalHits: z.int().nonnegative(), hits: z.array(z.unknown()) }),
  }),
});
const bucket = z.object({ value: z.string(), count: z.int() });
const facetsSchema = z.object({
  data: z.object({
    marketplaceSearch: z.object({
      totalHits: z.int().nonnegative(),
      facets: z.array(z.object({ field: z.string(), buckets: z.array(bucket) })),
    }),
  }),
});

export type SearchPage = z.output<typeof hitsSchema>["data"]["marketplaceSearch"];

/** Best ranked first, from record `offset` on. @throws FeedUnreadable for errors, and where the firewall blocks */
export async function searchPage(
  context: ClickbankContext,
  offset: number,
  category: string | null,
): Promise<SearchPage> {
  const answer = await asked(context, HITS, {
    sortField: "rank",
    sortDescending: false,
    resultsPerPage: RESULTS_PER_PAGE,
    offset,
    ...(category !== null && { category }),
  });
  const read = hitsSchema.safeParse(answer);
  if (read.success) return read.data.data.marketplaceSearch;
  throw new FeedUnreadable("ClickBank's search answered without totalHits and hits");
}

export interface CategoryTree {
  readonly names: readonly string[];
  /** Listings that stand in no category: a walk by category does not see them. */
  readonly uncategorised: number;
}

export async function categoryTree(context: ClickbankContext): Promise<CategoryTree> {
  const read = facetsSchema.safeParse(await asked(context, CATEGORIES, {}));
  const search = read.data?.data.marketplaceSearch;
  const buckets = search?.facets.find(({ field }) => field === "category")?.buckets;
  if (!search || !buckets) throw new FeedUnreadable("ClickBank's search named no categories");
  const counted = buckets.reduce((sum, { count }) => sum + count, 0);
  return {
    names: buckets.map(({ value }) => value),
    uncategorised: Math.max(0, search.totalHits - counted),
  };
}

async function asked({ http }: ClickbankContext, query: string, parameters: object): Promise<unknown> {
  const response = await http.request({
    url: URL_OF_SEARCH,
    method: "POST",
    headers: HEADERS,
    body: JSON.stringify({ query, variables: { parameters } }),
    judge,
  });
  return response.json();
}

const errorsSchema = z.looseObject({
  errors: z.array(z.looseObject({ message: z.string().optional() })).min(1),
});

/** Errors come with 200 and are none that another try mends; a 403 is the firewall, which wants hours of rest. */
function judge({ status, text }: JudgedAnswer): Judgement | null {
  if (status === 401 || status === 403) {
    return refused(
      `ClickBank's firewall blocks this caller (HTTP ${status}). The interface is private and ClickBank owes nobody an answer: wait for hours, or set source to feed.`,
    );
  }
  if (status !== 200) return null;
  const read = errorsSchema.safeParse(parsed(text));
  if (!read.success) return null;
  const says = read.data.errors.map(({ message }) => message ?? "no message").join("; ");
  return refused(`ClickBank's search refused the query: ${says.slice(0, 300)}`);
}

const refused = (message: string): Judgement => ({ kind: "REFUSED", error: new FeedUnreadable(message) });

/** Null for what is no JSON: whoever reads the answer says so. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
