/** CJ's classic APIs: XML, one envelope, pages by number. */
import type { JudgedAnswer, Judgement, NamedQuota } from "../../http/client.ts";
import { FeedUnreadable, type FetchContext } from "../adapter.ts";
import { parseXml, type XmlElement } from "../kit/xml.ts";
import { type CjCredentials, credentialsRefused } from "./credentials.ts";
import type { CjSettings } from "./settings.ts";

export type CjContext = FetchContext<CjCredentials, CjSettings>;

/** The documented maximum of Advertiser Lookup; that of Link Search is not published, and this is its default. */
const PAGE_SIZE = 100;

export interface RestApi {
  readonly url: string;
  readonly quota: NamedQuota;
  /** The element that holds the rows, and that of a row. */
  readonly list: string;
  readonly row: string;
}

export interface RestPage {
  readonly rows: readonly XmlElement[];
  /** How many rows match over all pages; null where CJ does not say. */
  readonly total: number | null;
}

/**
 * One page.
 *
 * @param page from 1
 * @throws CredentialsRefused naming the field; FeedUnreadable for an answer that is no list
 */
export async function restPage(
  { http, credentials }: CjContext,
  api: RestApi,
  page: number,
  query: Readonly<Record<string, string>>,
): Promise<RestPage> {
  const parameters = new URLSearchParams({
    ...query,
    "page-number": String(page),
    "records-per-page": String(PAGE_SIZE),
  });
  const response = await http.request({
    url: `${api.url}?${parameters}`,
    headers: { authorization: `Bearer ${credentials.personalAccessToken}`, accept: "application/xml" },
    quota: api.quota,
    judge,
  });
  const root = parseXml(await response.text(), `CJ's ${api.list} answer`);
  const list = root.name === "cj-api" ? root.first(api.list) : null;
  if (list === null) throw new FeedUnreadable(`CJ's answer should hold cj-api/${api.list} and does not.`);
  const total = Number(list.attributes["total-matched"] ?? Number.NaN);
  return { rows: list.all(api.row), total: Number.isInteger(total) ? total : null };
}

/** Not confirmed how CJ says it in words; 429 is understood without this. */
const THROTTLED = /too many|rate limit|calls per minute|exceeded/i;

/**
 * CJ puts its complaint into `error-message`, whatever the status. A 401 without one is a wrong address, and a 401 with
 * one repeats the token: its text is never passed on.
 */
function judge({ status, text }: JudgedAnswer): Judgement | null {
  if (status === 429 || status >= 500) return null;
  const complaint = /<error-message>([^<]*)<\/error-message>/.exec(text)?.[1]?.trim() ?? null;
  if (status === 401 && complaint === null) {
    const what = "CJ answered 401 without a word, as it does for an address that it does not have.";
    return { kind: "REFUSED", error: new FeedUnreadable(what) };
  }
  if (status === 401 || status === 403) {
    return { kind: "REFUSED", error: credentialsRefused(complaint ?? "") };
  }
  if (complaint === null) return null;
  if (THROTTLED.test(complaint)) return { kind: "THROTTLED", error: complained(complaint) };
  const isAccount = /does not match your account|requestor-cid|company/i.test(complaint);
  return { kind: "REFUSED", error: isAccount ? credentialsRefused(complaint) : complained(complaint) };
}

const complained = (complaint: string): FeedUnreadable =>
  new FeedUnreadable(`CJ answered with an error: “${complaint.slice(0, 200)}”`);
