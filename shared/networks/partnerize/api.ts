/** Calls to Partnerize's API, whose three generations stand side by side. */
import * as z from "zod";
import type { Judgement, JudgedAnswer } from "../../http/client.ts";
import { FeedUnreadable, type FetchContext } from "../adapter.ts";
import { refusedOr } from "../kit/refusal.ts";
import { type PartnerizeCredentials, type PartnerizeSettings, REMEDY } from "./definition.ts";

export type PartnerizeContext = FetchContext<PartnerizeCredentials, PartnerizeSettings>;

const BASE = "https://api.partnerize.com";
export const PAGE_SIZE = 100;

/**
 * The answer to a GET; null for a 404, by which Partnerize also means that there is no right to read something.
 * @throws CredentialsRefused, FeedUnreadable
 */
export async function get({ http, credentials }: PartnerizeContext, path: string): Promise<unknown> {
  const login = Buffer.from(`${credentials.applicationKey}:${credentials.userApiKey}`).toString("base64");
  try {
    const response = await http.request({
      url: BASE + path,
      headers: { authorization: `Basic ${login}`, accept: "application/json" },
      accept: [404],
      judge: judged,
    });
    return response.status === 404 ? null : await response.json();
  } catch (error) {
    throw refusedOr(error, REMEDY.keys, [401]);
  }
}

/** Its own header says how long to wait, and an error may come with 200. */
function judged({ status, headers, text }: JudgedAnswer): Judgement | null {
  const says = errorIn(text);
  if (status === 429 || says?.type === "429") {
    const seconds = Number(headers.get("x-ratelimit-retry-after") ?? "");
    return {
      kind: "THROTTLED",
      error: new FeedUnreadable("Partnerize's request limit is used up: sync less often."),
      retryAfterMs: seconds > 0 ? seconds * 1000 : null,
    };
  }
  if (status >= 300 || says === null) return null;
  return { kind: "REFUSED", error: new FeedUnreadable(`Partnerize answered an error: ${says.message}`) };
}

const failure = z.looseObject({
  error: z.looseObject({
    message: z.string().nullish(),
    type: z.union([z.string(), z.number()]).nullish(),
    code: z.union([z.string(), z.number()]).nullish(),
  }),
});

function errorIn(text: string): { readonly type: string; readonly message: string } | null {
  if (!text.includes('"error"')) return null;
  try {
    const read = failure.safeParse(JSON.parse(text));
    if (!read.success) return null;
    const { message, type, code } = read.data.error;
    return { type: String(type ?? code ?? ""), message: (message ?? "no reason given").slice(0, 200) };
  } catch {
    // Not JSON: whoever reads the answer says so.
    return null;
  }
}

const paging = z.looseObject({
  count: z.coerce.number().nullish(),
  hypermedia: z
    .looseObject({ pagination: z.looseObject({ next_page: z.string().nullish() }).nullish() })
    .nullish(),
});

export interface Page {
  readonly rows: readonly unknown[];
  readonly next: number | null;
  readonly total: number | null;
}

/**
 * A page of a collection.
 *
 * @param key where the rows are in the answer
 * @throws FeedUnreadable for an answer without them
 */
export function readPage(answer: unknown, key: string, offset: number): Page {
  const read = paging.safeParse(answer);
  const rows = (answer as Record<string, unknown> | null)?.[key];
  if (!read.success || !Array.isArray(rows))
    throw new FeedUnreadable(`Partnerize's answer holds no list "${key}"`);
  const { count, hypermedia } = read.data;
  const goesOn =
    rows.length > 0 &&
    (Boolean(hypermedia?.pagination?.next_page) ||
      (typeof count === "number" && offset + rows.length < count));
  return { rows, next: goesOn ? offset + rows.length : null, total: count ?? null };
}

/** @param query with brackets in its names, as v3 has them */
export const paged = (
  path: string,
  offset: number,
  query: readonly (readonly [string, string])[] = [],
): string =>
  `${path}?${new URLSearchParams([...query.map(([name, value]): [string, string] => [name, value]), ["offset", String(offset)], ["limit", String(PAGE_SIZE)]])}`;
