/** Calls to Sovrn's hosts: the key stands in a different place on each. */
import * as z from "zod";
import type { HttpRequest, HttpResponse, NamedQuota } from "../../http/client.ts";
import { HttpStatusError } from "../../http/errors.ts";
import { CredentialsRefused, FeedUnreadable, type FetchContext } from "../adapter.ts";
import { refusedOr } from "../kit/refusal.ts";
import type { SovrnCredentials, SovrnLookup, SovrnSettings } from "./definition.ts";

export type SovrnContext = FetchContext<SovrnCredentials, SovrnSettings>;

const MERCHANTS = "https://viglink.io/merchants/rates/summaries";
const COMPARISONS = "https://comparisons.sovrn.com/api/affiliate/v3.5/sites";
const CODES = "https://viglink.io/coupons/product";

export const PAGE_SIZE = 2_500;

/** One request in ten seconds; more can get the key blocked. */
const MERCHANTS_QUOTA: NamedQuota = {
  name: "merchants",
  limits: [{ requests: 1, intervalMs: 10_500, burst: 1 }],
};

const REMEDY =
  "Sovrn refused secretKey (or it does not belong to apiKey). Compare both with Commerce > Settings > key icon of the site; the site has to be approved.";

const merchantPage = z.looseObject({ results: z.array(z.unknown()), totalItems: z.number().nullish() });

export interface MerchantPage {
  readonly items: readonly unknown[];
  readonly total: number | null;
}

/** @throws CredentialsRefused when there is no such campaign: a 404 here is no empty list */
export async function merchantsPage(context: SovrnContext, page: number): Promise<MerchantPage> {
  const { geos, categories } = context.settings;
  const filters = [
    ...(geos.length > 0 ? [{ type: "GEO", values: geos.map((geo) => geo.toLowerCase()) }] : []),
    ...(categories.length > 0 ? [{ type: "CATEGORY", values: categories }] : []),
  ];
  const answer = await send(context, {
    url: `${MERCHANTS}?campaignId=${context.credentials.campaignId}`,
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ page, pageSize: PAGE_SIZE, ...(filters.length > 0 && { filters }) }),
    quota: MERCHANTS_QUOTA,
    accept: [404],
  });
  if (answer.status === 404) {
    throw new CredentialsRefused(
      "Sovrn knows no site of this campaignId. Take the number behind selectedSite= in the address of the site's settings page.",
    );
  }
  return readMerchants(await answer.json());
}

/** What changed since; a 404 means that nothing did. */
export async function changedMerchantsPage(
  context: SovrnContext,
  since: Date,
  page: number,
): Promise<MerchantPage> {
  const query = new URLSearchParams({
    campaignId: context.credentials.campaignId,
    since: since.toISOString(),
    page: String(page),
    pageSize: String(PAGE_SIZE),
  });
  const answer = await send(context, {
    url: `${MERCHANTS}/delta?${query}`,
    quota: MERCHANTS_QUOTA,
    accept: [304, 404],
  });
  return answer.status === 200 ? readMerchants(await answer.json()) : { items: [], total: 0 };
}

function readMerchants(answer: unknown): MerchantPage {
  const read = merchantPage.safeParse(answer);
  if (!read.success) throw new FeedUnreadable('Sovrn\'s approved merchants hold no list "results"');
  return { items: read.data.results, total: read.data.totalItems ?? null };
}

/** Offers of the product that a lookup means, best first; a bare list. */
export async function comparison(context: SovrnContext, lookup: SovrnLookup): Promise<readonly unknown[]> {
  const { credentials, settings } = context;
  const query = new URLSearchParams({ limit: String(settings.perLookup) });
  if (lookup.barcode !== undefined) query.set("barcode", lookup.barcode);
  if (lookup.plainlink !== undefined) query.set("plainlink", lookup.plainlink);
  if (lookup.keywords !== undefined) query.set("search-keywords", lookup.keywords);
  if (settings.cuid !== undefined) query.set("sid", settings.cuid);
  const url = `${COMPARISONS}/${credentials.apiKey}/compare/prices/${lookup.market}/by/accuracy?${query}`;
  const answer = await (await send(context, { url })).json();
  if (Array.isArray(answer)) return answer;
  throw new FeedUnreadable("Sovrn's price comparison is no JSON list");
}

/** Codes for a product page; null where Sovrn knows neither merchant nor product. */
export async function promoCodes(context: SovrnContext, productUrl: string): Promise<unknown> {
  const { credentials, settings } = context;
  const query = new URLSearchParams({
    api_key: credentials.apiKey,
    product_url: productUrl,
    include_unverified: String(settings.unverifiedCodes),
    ...(settings.cuid !== undefined && { cuid: settings.cuid }),
  });
  const answer = await send(context, { url: `${CODES}?${query}`, accept: [404] });
  return answer.status === 404 ? null : answer.json();
}

async function send({ http, credentials }: SovrnContext, request: HttpRequest): Promise<HttpResponse> {
  try {
    return await http.request({
      ...request,
      headers: {
        ...request.headers,
        authorization: `secret ${credentials.secretKey}`,
        accept: "application/json",
      },
    });
  } catch (error) {
    if (error instanceof HttpStatusError && error.status === 400) throw error;
    throw refusedOr(error, REMEDY);
  }
}
