/** Calls to the publisher API: the key in the query, an envelope back whose own status counts. */
import * as z from "zod";
import type { Judgement, JudgedAnswer } from "../../http/client.ts";
import { CredentialsRefused, FeedUnreadable, type FetchContext } from "../adapter.ts";
import { refusedOr } from "../kit/refusal.ts";
import { type PepperjamCredentials, type PepperjamSettings, REMEDY } from "./definition.ts";

export type PepperjamContext = FetchContext<PepperjamCredentials, PepperjamSettings>;

const BASE = "https://api.pepperjamnetwork.com/20120402/publisher/";

const count = z.coerce.number().nullish();
const envelope = z.looseObject({
  meta: z.looseObject({
    status: z.looseObject({ code: z.coerce.number(), message: z.string().nullish() }),
    pagination: z
      .looseObject({ total_results: count, total_pages: count, next: z.looseObject({}).nullish() })
      .nullish(),
    requests: z.looseObject({ current: count, maximum: count }).nullish(),
  }),
  // A request for one row answers the row itself.
  data: z.union([z.array(z.unknown()), z.looseObject({})]).nullish(),
});

export interface Page {
  readonly rows: readonly unknown[];
  readonly hasNext: boolean;
  readonly total: number | null;
}

/** The API of one run: it stops asking when the day's requests are used up. */
export class PepperjamApi {
  readonly #context: PepperjamContext;
  #spent: number | null = null;

  constructor(context: PepperjamContext) {
    this.#context = context;
  }

  /**
   * One page of a resource.
   *
   * @param resource "creative/coupon"
   * @param page from 1; its size is Pepperjam's to choose
   * @throws CredentialsRefused; FeedUnreadable, also when the day's quota is used up
   */
  async page(
    resource: string,
    page: number,
    query: Readonly<Record<string, string | undefined>> = {},
  ): Promise<Page> {
    if (this.#spent !== null) throw new FeedUnreadable(spentQuota(this.#spent));
    const { http, credentials } = this.#context;
    const parameters = new URLSearchParams({
      apiKey: credentials.apiKey,
      format: "json",
      page: String(page),
    });
    for (const [name, value] of Object.entries(query)) if (value !== undefined) parameters.set(name, value);
    let answer: unknown;
    try {
      const response = await http.request({ url: `${BASE}${resource}?${parameters}`, judge: judged });
      answer = await response.json();
    } catch (error) {
      throw refusedOr(error, REMEDY);
    }
    const read = envelope.safeParse(answer);
    if (!read.success) throw new FeedUnreadable(`Pepperjam's ${resource} answered without its envelope`);
    const { data, meta } = read.data;
    const { current, maximum } = meta.requests ?? {};
    if (current && maximum && current >= maximum) this.#spent = maximum;
    const rows = Array.isArray(data) ? data : data ? [data] : [];
    return {
      rows,
      // The next address holds the key; the page's number says the same.
      hasNext:
        rows.length > 0 && (Boolean(meta.pagination?.next) || page < (meta.pagination?.total_pages ?? 1)),
      total: meta.pagination?.total_results ?? null,
    };
  }

  /** All pages of a resource that is known to be small. */
  async all(resource: string, query: Readonly<Record<string, string | undefined>> = {}): Promise<unknown[]> {
    const rows: unknown[] = [];
    for (let page = 1; page <= MOST_PAGES; page++) {
      const answer = await this.page(resource, page, query);
      rows.push(...answer.rows);
      if (!answer.hasNext) {
        if (rows.length < (answer.total ?? 0)) {
          throw new FeedUnreadable(
            `Pepperjam's ${resource} counts ${answer.total} rows and listed ${rows.length}: the next run tries again`,
          );
        }
        return rows;
      }
    }
    throw new FeedUnreadable(`Pepperjam's ${resource} goes on after ${MOST_PAGES} pages`);
  }
}

const MOST_PAGES = 100;

const spentQuota = (maximum: number): string =>
  `Pepperjam's quota of ${maximum} requests a day is used up: the next run after midnight (US Eastern) goes on. Pull less, or ask Ascend's support to raise it.`;

/** The code in the body counts more than the status around it. */
function judged({ status, text }: JudgedAnswer): Judgement | null {
  const { code, message } = statusOf(text) ?? { code: status, message: "" };
  if (code === 429) {
    return {
      kind: "THROTTLED",
      error: new FeedUnreadable("Pepperjam's request quota is used up: the next run goes on."),
    };
  }
  if (status >= 300 || code < 300) return null;
  if (code === 401 || code === 403) {
    return { kind: "REFUSED", error: new CredentialsRefused(`${REMEDY} It says: ${code} ${message}`) };
  }
  const error = new FeedUnreadable(`Pepperjam answered an error: ${code} ${message}`);
  return code >= 500 ? { kind: "BUSY", error } : { kind: "REFUSED", error };
}

function statusOf(text: string): { code: number; message: string } | null {
  try {
    const read = envelope.safeParse(JSON.parse(text));
    if (!read.success) return null;
    const { code, message } = read.data.meta.status;
    return { code, message: (message ?? "").slice(0, 200) };
  } catch {
    // Not JSON: the status says it, or whoever reads the answer.
    return null;
  }
}
