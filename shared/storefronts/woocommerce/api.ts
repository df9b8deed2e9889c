/** Calls to a WooCommerce shop: lists of records with their totals in the headers, errors with a code in the body. */
import * as z from "zod";
import { CredentialsRefused, FeedUnreadable } from "../../networks/adapter.ts";
import { jsonOf, type ShopAnswer, type ShopClient, shown } from "../shop-client.ts";
import { restAddress, type WooSite } from "./site.ts";

/** A page of records. */
export interface WooRows {
  readonly rows: readonly unknown[];
  /** Records in all; null where a cache strips the header. */
  readonly total: number | null;
  readonly totalPages: number | null;
}

/** REST keys that a shop's owner has made for a partner. */
export interface WooKeys {
  readonly consumerKey: string;
  readonly consumerSecret: string;
}

/** The most that WordPress gives; 0 would mean "all", which can bring a small host down. */
export const PAGE_SIZE = 100;

const errorSchema = z.looseObject({ code: z.string(), message: z.string().nullish() });

/** @throws FeedUnreadable when the answer is an error or no list */
export async function wooRows(
  client: ShopClient,
  { root }: WooSite,
  path: string,
  query: Readonly<Record<string, string>>,
): Promise<WooRows> {
  const answer = await client.get(restAddress(root, path, query), "json");
  return rowsOf(answer, path);
}

/** For what a shop may close without being closed itself: null where visitors get 401, 403 or 404. */
export async function rowsIfOpen(
  client: ShopClient,
  { root }: WooSite,
  path: string,
  query: Readonly<Record<string, string>>,
): Promise<WooRows | null> {
  const answer = await client.get(restAddress(root, path, query), "json");
  return [401, 403, 404].includes(answer.status) ? null : rowsOf(answer, path);
}

/** With the partner's keys. @throws CredentialsRefused when the shop refuses them */
export async function keyedRows(
  client: ShopClient,
  { root }: WooSite,
  { consumerKey, consumerSecret }: WooKeys,
  path: string,
  query: Readonly<Record<string, string>>,
): Promise<WooRows> {
  if (!root.startsWith("https:")) {
    throw new CredentialsRefused(
      "consumerKey and consumerSecret are sent over https only: change baseUrl, or remove the keys.",
    );
  }
  const login = Buffer.from(`${consumerKey}:${consumerSecret}`).toString("base64");
  client.http.conceal(login);
  const answer = await client.get(restAddress(root, path, query), "json", {
    authorization: `Basic ${login}`,
  });
  if (answer.status === 401 || answer.status === 403) {
    throw new CredentialsRefused(
      `${new URL(root).host} refused consumerKey and consumerSecret (HTTP ${answer.status}, ${codeOf(answer)}). The shop's owner finds them at WooCommerce > Settings > Advanced > REST API; their permission has to be Read.`,
    );
  }
  return rowsOf(answer, path);
}

function rowsOf(answer: ShopAnswer, path: string): WooRows {
  const body = jsonOf(answer) ?? behindNotices(answer);
  if (answer.status === 200 && Array.isArray(body)) {
    return {
      rows: body,
      total: countOf(answer, "x-wp-total"),
      totalPages: countOf(answer, "x-wp-totalpages"),
    };
  }
  throw new FeedUnreadable(`${new URL(answer.url).host} ${troubleOf(answer, path)}`);
}

function troubleOf(answer: ShopAnswer, path: string): string {
  const { status } = answer;
  if (status === 401 || status === 403) {
    return `has closed its REST API to visitors (${path}: HTTP ${status}, ${codeOf(answer)}). Ask the shop to open the Store API for Offerfeed.`;
  }
  const code = codeOf(answer);
  if (code === "rest_no_route") {
    return `has no ${path} (rest_no_route): WooCommerce is missing, too old, or the route was removed.`;
  }
  return `should answer ${path} with a list and did not: ${code === "" ? shown(answer) : `${code}, HTTP ${status}`}.`;
}

/** The code of WordPress's error ("rest_forbidden"), with its message in the shop's language. */
function codeOf(answer: ShopAnswer): string {
  const { data } = errorSchema.safeParse(jsonOf(answer));
  if (data === undefined) return "";
  return data.message ? `${data.code} “${data.message.slice(0, 200)}”` : data.code;
}

const PHP_NOTICE = /^\s*<br \/>\s*<b>(?:Warning|Notice|Deprecated)<\/b>/;

/** Badly configured shops print PHP's notices before the list. */
function behindNotices({ text }: ShopAnswer): unknown {
  if (!PHP_NOTICE.test(text)) return undefined;
  const start = text.search(/^\[|\[\{|\[\]\s*$/m);
  try {
    return start < 0 ? undefined : (JSON.parse(text.slice(start)) as unknown);
  } catch {
    return undefined;
  }
}

function countOf({ headers }: ShopAnswer, name: string): number | null {
  const text = headers.get(name);
  return text !== null && /^\d{1,9}$/.test(text) ? Number(text) : null;
}
