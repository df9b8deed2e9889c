/** Calls to the Mediapartners API: JSON that was XML once, and next links that are relative. */
import type { Judgement, JudgedAnswer, NamedQuota } from "../../http/client.ts";
import { FeedUnreadable, type FetchContext } from "../adapter.ts";
import { refusedOr } from "../kit/refusal.ts";
import type { ImpactCredentials, ImpactSettings } from "./definition.ts";

export type ImpactContext = FetchContext<ImpactCredentials, ImpactSettings>;

const HOST = "https://api.impact.com";

/** 3,600 requests an hour for everything under /Catalogs. */
const CATALOGS: NamedQuota = {
  name: "catalogs",
  limits: [{ requests: 3_500, intervalMs: 3_600_000, burst: 200 }],
};

const REMEDY =
  "impact.com refused accountSid and authToken. Compare both with Settings > Technical > API; rotating the token ends the old one at once.";

export interface ImpactPage {
  readonly items: readonly unknown[];
  /** The address of the page after this one, without its host; null: there is none. */
  readonly next: string | null;
  /** How many there are in all, where the network says so and means it. */
  readonly total: number | null;
}

/** Where a collection begins: "/Ads" with its query. */
export const collection = (
  { credentials }: Pick<ImpactContext, "credentials">,
  path: string,
  query: Readonly<Record<string, string>> = {},
): string => {
  const parameters = new URLSearchParams(query).toString();
  return `/Mediapartners/${credentials.accountSid}${path}${parameters === "" ? "" : `?${parameters}`}`;
};

/**
 * One page of a collection.
 *
 * @param key the collection's name in the answer ("Ads")
 * @param at what `collection` or the page before gave
 * @throws CredentialsRefused on 401; HttpStatusError on 403, which a token of another scope gets; FeedUnreadable
 */
export async function page(context: ImpactContext, key: string, at: string): Promise<ImpactPage> {
  const { credentials, http } = context;
  const login = Buffer.from(`${credentials.accountSid}:${credentials.authToken}`).toString("base64");
  let answer: unknown;
  try {
    const response = await http.request({
      url: HOST + at,
      headers: { authorization: `Basic ${login}`, accept: "application/json", "ir-version": "16" },
      judge: judged,
      ...(/\/Catalogs\b/.test(at) && { quota: CATALOGS }),
    });
    answer = await response.json();
  } catch (error) {
    throw refusedOr(error, REMEDY, [401]);
  }
  return readPage(answer, key, at);
}

/** The reset header counts seconds, and an error may come with 200. */
function judged({ status, headers, text }: JudgedAnswer): Judgement | null {
  if (status === 429) {
    const seconds = Number(headers.get("x-ratelimit-reset") ?? "");
    return {
      kind: "THROTTLED",
      error: new FeedUnreadable("impact.com's request limit is used up: sync less often, or pull less."),
      retryAfterMs: seconds > 0 ? seconds * 1000 : null,
    };
  }
  if (status >= 300 || !/"Status"\s*:\s*"ERROR"/.test(text.slice(0, 1_000))) return null;
  return {
    kind: "REFUSED",
    error: new FeedUnreadable(`impact.com answered an error: ${text.slice(0, 300)}`),
  };
}

type Fields = Readonly<Record<string, unknown>>;

/** Nothing comes as an empty list, as null, as {} or as []. */
function readPage(answer: unknown, key: string, at: string): ImpactPage {
  if (answer === null || (Array.isArray(answer) && answer.length === 0))
    return { items: [], next: null, total: null };
  const fields = (typeof answer === "object" && !Array.isArray(answer) ? answer : { "": 0 }) as Fields;
  const list = fields[key];
  if (list === undefined && Object.keys(fields).some((name) => !name.startsWith("@"))) {
    throw new FeedUnreadable(`impact.com's answer to ${key} holds no list "${key}"`);
  }
  const items = listOf(list);
  const total = Number(fields["@total"]);
  return { items, next: nextOf(fields, at, items.length), total: total > 0 ? total : null };
}

/** A single element may stand for a list of one: the XML shows through. */
const listOf = (value: unknown): unknown[] =>
  Array.isArray(value) ? value : value === undefined || value === null || value === "" ? [] : [value];

/** Old answers begin a next link with two slashes, which would read as a host. */
function nextOf(fields: Fields, at: string, count: number): string | null {
  const next = fields["@nextpageuri"];
  if (typeof next === "string" && next !== "") return next.replace(/^\/+/, "/");
  const [number, pages] = [Number(fields["@page"]), Number(fields["@numpages"])];
  if (!(number < pages) || count === 0) return null;
  const url = new URL(at, HOST);
  url.searchParams.set("Page", String(number + 1));
  return url.pathname + url.search;
}
