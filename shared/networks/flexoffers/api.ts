/** Calls to FlexOffers' API v3: the key, what its statuses mean, and its pages. */
import * as z from "zod";
import type { JudgedAnswer, Judgement } from "../../http/client.ts";
import { HttpStatusError } from "../../http/errors.ts";
import { FeedUnreadable, type FetchContext } from "../adapter.ts";
import { refusedOr } from "../kit/refusal.ts";
import type { FlexoffersCredentials } from "./definition.ts";
import type { FlexoffersSettings } from "./settings.ts";
import { spelt } from "./spelling.ts";

export type FlexoffersContext = FetchContext<FlexoffersCredentials, FlexoffersSettings>;

const BASE = "https://api.flexoffers.com/v3";

const REMEDY =
  "FlexOffers refused apiKey. Read it anew in the publisher portal under Links > Data Feeds > Web Services: each website (domain) has its own.";

/** A 403 of a list is FlexOffers' throttling as often as a refusal: so many more tries, after 2, 4 and 8 seconds. */
const RETRIES_OF_403 = 3;
const FIRST_WAIT_MS = 2_000;

/**
 * @param path "/promotions"; parameter names are case-sensitive
 * @returns the answer's JSON; null for 204, FlexOffers' way to say that there is nothing
 * @throws CredentialsRefused on 401; HttpStatusError with status 400 for a parameter that FlexOffers does not take
 */
export async function call(
  { http, credentials }: FlexoffersContext,
  path: string,
  query: Readonly<Record<string, string>> = {},
): Promise<unknown> {
  try {
    const response = await http.request({
      url: `${BASE}${path}?${new URLSearchParams(query)}`,
      headers: { apikey: credentials.apiKey, accept: "application/json" },
      judge: judgeOf(path),
    });
    return response.status === 204 ? null : await response.json();
  } catch (error) {
    throw refusedOr(error, REMEDY, [401]);
  }
}

function judgeOf(path: string): (answer: JudgedAnswer) => Judgement | null {
  let forbidden = 0;
  return ({ status, text }) => {
    if (status === 403) {
      const error = new FeedUnreadable(
        `FlexOffers answered ${path} with 403, ${RETRIES_OF_403 + 1} times over: forbidden or throttled. If other tools use this apiKey, let them rest; else ask FlexOffers what the key may read.`,
      );
      if (forbidden >= RETRIES_OF_403) return { kind: "REFUSED", error };
      forbidden += 1;
      return { kind: "THROTTLED", error, retryAfterMs: FIRST_WAIT_MS * 2 ** (forbidden - 1) };
    }
    if (status === 400 && /maintenance/i.test(text)) {
      const error = new FeedUnreadable(
        `FlexOffers is under maintenance and answered ${path} with 400; the next run tries again.`,
      );
      return { kind: "BUSY", error };
    }
    return null;
  };
}

/** One page of a list. */
export interface ListPage {
  readonly rows: readonly unknown[];
  /** How many rows the list has in all; null where FlexOffers does not say. */
  readonly total: number | null;
  /** Rows a page, as FlexOffers counts them, which may be fewer than were asked for. */
  readonly size: number | null;
}

const count = z.union([z.int(), z.string().regex(/^\d+$/).transform(Number)]).nullish();
const envelope = z.looseObject({
  results: z.array(z.unknown()).nullish(),
  totalCount: count,
  pageSize: count,
  resultType: z.string().nullish(),
  messages: z.unknown().optional(),
});

/**
 * An envelope, a bare list, or nothing at all.
 * @throws FeedUnreadable for an answer that is none of them, or an envelope that tells of an error
 */
export function listPage(answer: unknown, path: string): ListPage {
  if (answer === null) return { rows: [], total: null, size: null };
  if (Array.isArray(answer)) return { rows: answer, total: null, size: null };
  const read = envelope.safeParse(spelt(answer, Object.keys(envelope.shape)));
  const { resultType = null, messages, results, totalCount, pageSize } = read.data ?? {};
  if (resultType !== null && resultType !== "Success") {
    const says = JSON.stringify(messages ?? null).slice(0, 200);
    throw new FeedUnreadable(`FlexOffers answered ${path} with “${resultType}”: ${says}`);
  }
  // An envelope that says Success, or counts nothing, may leave its list out.
  if (!results && resultType === null && totalCount !== 0) {
    throw new FeedUnreadable(`FlexOffers' answer to ${path} holds no list “results”`);
  }
  return { rows: results ?? [], total: totalCount ?? null, size: pageSize ?? null };
}

export interface PagePosition {
  /** Counts from 1. */
  readonly page: number;
  readonly size: number;
}

/** The smallest page size, which every list takes. */
const LEAST_SIZE = 10;

export interface WalkedPage extends ListPage {
  readonly next: PagePosition | null;
}

/**
 * Asks for one page; where FlexOffers does not take the page size, once more with the smallest, from the same row on.
 *
 * @param pageParameter "page", or "Page" where FlexOffers wants it so
 */
export async function pageAt(
  context: FlexoffersContext,
  path: string,
  query: Readonly<Record<string, string>>,
  at: PagePosition,
  pageParameter: "page" | "Page" = "page",
): Promise<WalkedPage> {
  const parameters = { ...query, [pageParameter]: String(at.page), pageSize: String(at.size) };
  let answer: unknown;
  try {
    answer = await call(context, path, parameters);
  } catch (error) {
    if (!(error instanceof HttpStatusError) || error.status !== 400 || at.size <= LEAST_SIZE) throw error;
    const page = Math.floor(((at.page - 1) * at.size) / LEAST_SIZE) + 1;
    return pageAt(context, path, query, { page, size: LEAST_SIZE }, pageParameter);
  }
  const read = listPage(answer, path);
  return { ...read, next: isLast(read, at) ? null : { page: at.page + 1, size: at.size } };
}

function isLast({ rows, total, size }: ListPage, at: PagePosition): boolean {
  if (rows.length === 0) return true;
  return total === null ? rows.length < (size ?? at.size) : at.page * (size ?? at.size) >= total;
}

/** More pages than any list of catalogues, feeds or programmes has. */
const MOST_PAGES = 1_000;

/**
 * Every row of a list that fits into memory: catalogues, feeds, programmes.
 * @throws FeedUnreadable when the list comes to no end
 */
export async function allRows(
  context: FlexoffersContext,
  path: string,
  query: Readonly<Record<string, string>>,
  size: number,
  pageParameter: "page" | "Page" = "page",
): Promise<unknown[]> {
  const rows: unknown[] = [];
  let at: PagePosition = { page: 1, size };
  for (let pages = 0; pages < MOST_PAGES; pages += 1) {
    const page = await pageAt(context, path, query, at, pageParameter);
    rows.push(...page.rows);
    if (page.next === null) return rows;
    at = page.next;
  }
  throw new FeedUnreadable(`FlexOffers' list ${path} has come to no end after ${MOST_PAGES} pages`);
}
