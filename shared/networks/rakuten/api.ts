/** Calls to Rakuten's APIs: JSON lists and XML documents behind one access token. */
import * as z from "zod";
import type { HttpRequest, HttpResponse } from "../../http/client.ts";
import { HttpStatusError } from "../../http/errors.ts";
import { FeedUnreadable, type FetchContext } from "../adapter.ts";
import { refusedOr } from "../kit/refusal.ts";
import { parseXml, type XmlElement } from "../kit/xml.ts";
import { type RakutenCredentials, REMEDY } from "./credentials.ts";
import { judging } from "./judging.ts";
import { Session } from "./session.ts";
import type { RakutenSettings } from "./settings.ts";

export type RakutenContext = FetchContext<RakutenCredentials, RakutenSettings>;

const BASE = "https://api.linksynergy.com";
/** The most that the JSON lists give. */
export const LIST_LIMIT = 200;

export type Query = Readonly<Record<string, string>>;

export interface JsonPage {
  readonly rows: readonly unknown[];
  /** Null: this is the last page. */
  readonly next: number | null;
  readonly total: number | null;
}

const metadataSchema = z.looseObject({
  total: z.int().nullish(),
  _links: z.looseObject({ next: z.string().nullish() }).nullish(),
});
const answerSchema = z.looseObject({ _metadata: metadataSchema.nullish() });

export class RakutenApi {
  readonly #context: RakutenContext;
  readonly #session: Session;

  constructor(context: RakutenContext) {
    this.#context = context;
    this.#session = new Session(context.http, context.credentials);
  }

  /**
   * One page of a JSON list.
   *
   * @param key the list's name in the answer ("partnerships"); the vendor's schema also shows it as "data"
   * @param page from 1
   */
  async list(path: string, key: string, page: number, query: Query): Promise<JsonPage> {
    const parameters = new URLSearchParams({ ...query, limit: String(LIST_LIMIT), page: String(page) });
    const url = `${BASE}${path}?${parameters}`;
    const answer = answerSchema.safeParse(await (await this.#send({ url }, path)).json());
    const rows = answer.data?.[key] ?? answer.data?.["data"];
    if (!answer.success || !Array.isArray(rows)) {
      throw new FeedUnreadable(`Rakuten's answer to ${path} holds no list "${key}"`);
    }
    const listed: unknown[] = rows.filter((row: unknown) => !holdsMetadata(row));
    const metadata = answer.data["_metadata"] ?? rows.map(metadataOf).find((each) => each !== null) ?? null;
    return { rows: listed, total: metadata?.total ?? null, next: nextOf(metadata, page, listed.length) };
  }

  /** @param name of the root element; another one is an answer to something else */
  async xml(path: string, name: string, query: Query = {}): Promise<XmlElement> {
    const parameters = new URLSearchParams(query).toString();
    const url = `${BASE}${path}${parameters === "" ? "" : `?${parameters}`}`;
    const response = await this.#send({ url, headers: { accept: "application/xml" } }, path);
    const root = parseXml(await response.text(), `Rakuten's answer to ${path}`);
    if (root.name.replace(/^\w+:/, "") === name) return root;
    throw new FeedUnreadable(`Rakuten's answer to ${path} should be <${name}> and is <${root.name}>`);
  }

  async post(path: string, body: object): Promise<unknown> {
    const request: HttpRequest = {
      url: `${BASE}${path}`,
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    };
    return (await this.#send(request, path)).json();
  }

  /** With a token; a 401 says that it has expired, so a new one is asked for, once. */
  async #send(request: HttpRequest, what: string): Promise<HttpResponse> {
    try {
      return await this.#sendOnce(request, what);
    } catch (error) {
      if (!(error instanceof HttpStatusError) || error.status !== 401) throw error;
      this.#session.forget();
    }
    try {
      return await this.#sendOnce(request, what);
    } catch (error) {
      throw refusedOr(error, REMEDY, [401]);
    }
  }

  async #sendOnce(request: HttpRequest, what: string): Promise<HttpResponse> {
    const authorization = `Bearer ${await this.#session.value()}`;
    const headers = { accept: "application/json", ...request.headers, authorization };
    return this.#context.http.request({ ...request, headers, judge: judging(what) });
  }
}

/** In some lists the metadata is the first row. */
const metadataOf = (row: unknown): z.output<typeof metadataSchema> | null =>
  answerSchema.safeParse(row).data?.["_metadata"] ?? null;
const holdsMetadata = (row: unknown): boolean => metadataOf(row) !== null;

/** Next links can be malformed (`/v1/offers/offer_status=active&page=2`): only the number is read from them. */
function nextOf(metadata: z.output<typeof metadataSchema> | null, page: number, rows: number): number | null {
  // Without metadata only a full page hints at another.
  if (metadata === null) return rows >= LIST_LIMIT ? page + 1 : null;
  const link = metadata["_links"]?.next;
  if (!link) return null;
  const number = /[?&/]page=(\d+)/.exec(link)?.[1];
  return number === undefined ? page + 1 : Number(number);
}
