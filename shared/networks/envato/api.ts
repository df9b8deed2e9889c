/** Calls to api.envato.com: an unknown token is 403, and failures come with 200 too. */
import * as z from "zod";
import type { Judgement, JudgedAnswer } from "../../http/client.ts";
import { FeedUnreadable, type FetchContext } from "../adapter.ts";
import { refusedOr } from "../kit/refusal.ts";
import type { EnvatoCredentials, EnvatoSettings, EnvatoSite } from "./definition.ts";

export type EnvatoContext = FetchContext<EnvatoCredentials, EnvatoSettings>;

const BASE = "https://api.envato.com";
export const PAGE_SIZE = 100;
/** 60 pages of 100. */
export const LAST_PAGE = 60;
export const WINDOW = PAGE_SIZE * LAST_PAGE;

const REMEDY =
  "Envato refused personalToken. Create one at https://build.envato.com/create-token/ with the permission “View and search Envato sites”.";

/** What is searched for: a site, and what narrows it. */
export const querySchema = z.object({
  site: z.string(),
  category: z.string().nullable(),
  /** Whole dollars, both included; null: any price. */
  prices: z.tuple([z.int(), z.int()]).nullable(),
});
export type EnvatoQuery = z.output<typeof querySchema>;

export interface SearchPage {
  readonly matches: readonly unknown[];
  readonly total: number;
}

const searchSchema = z.looseObject({ matches: z.array(z.unknown()), total_hits: z.int() });

/** @throws CredentialsRefused, FeedUnreadable */
export async function search(
  context: EnvatoContext,
  query: EnvatoQuery,
  page: number,
  sortBy: "date" | "updated",
): Promise<SearchPage> {
  const parameters = new URLSearchParams({
    site: query.site,
    sort_by: sortBy,
    sort_direction: "desc",
    page_size: String(PAGE_SIZE),
    page: String(page),
    ...(query.category !== null && { category: query.category }),
    ...(query.prices !== null && { price_min: String(query.prices[0]), price_max: String(query.prices[1]) }),
  });
  const answer = await call(context, `/v1/discovery/search/search/item?${parameters}`);
  const read = searchSchema.safeParse(answer);
  if (!read.success) throw new FeedUnreadable('Envato\'s search answer holds no list "matches"');
  return { matches: read.data.matches, total: read.data.total_hits };
}

const categoriesSchema = z.looseObject({ categories: z.array(z.looseObject({ path: z.string() })) });

/** Paths of the site's top categories; together they hold everything. */
export async function topCategories(context: EnvatoContext, site: EnvatoSite | string): Promise<string[]> {
  // Here a site goes by its short name.
  const answer = await call(context, `/v1/market/categories:${site.replace(/\.net$/, "")}.json`);
  const read = categoriesSchema.safeParse(answer);
  if (!read.success) throw new FeedUnreadable(`Envato's categories of ${site} hold no list "categories"`);
  return [...new Set(read.data.categories.map(({ path }) => path.split("/")[0] ?? path))];
}

async function call({ http, credentials }: EnvatoContext, path: string): Promise<unknown> {
  try {
    const response = await http.request({
      url: BASE + path,
      headers: {
        authorization: `Bearer ${credentials.personalToken}`,
        accept: "application/json",
        "user-agent": "Offerfeed/0.1 (affiliate offer feed)",
      },
      judge: judged,
    });
    return await response.json();
  } catch (error) {
    throw refusedOr(error, REMEDY);
  }
}

function judged({ status, text }: JudgedAnswer): Judgement | null {
  const isPage = /^\s*<(?:!doctype|html)/i.test(text);
  if (status === 403 && isPage) {
    return {
      kind: "BUSY",
      error: new FeedUnreadable("Envato's gateway blocks these requests for now (HTTP 403, a web page)."),
    };
  }
  if (status !== 200 || isPage) return null;
  const begins = text.slice(0, 2_000);
  if (/"timed_out"\s*:\s*true/.test(begins)) {
    return { kind: "BUSY", error: new FeedUnreadable("Envato's search was timed out again and again.") };
  }
  const says = /"(?:error_message|error)"\s*:\s*("(?:[^"\\]|\\.)*"|\d+)/.exec(begins)?.[1];
  if (says === undefined || /"matches"|"categories"/.test(begins)) return null;
  return {
    kind: "REFUSED",
    error: new FeedUnreadable(`Envato answered an error with success: ${says.slice(0, 200)}`),
  };
}
