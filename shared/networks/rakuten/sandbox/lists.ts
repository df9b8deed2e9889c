/** The JSON lists, and deep links. */
import * as z from "zod";
import { pageOf, type SandboxProgramme, zonedClock } from "../../../sandbox/items.ts";
import { type Answer, json, type SandboxContext } from "../../../sandbox/sandbox.ts";
import { advertisersAt, allowsDeepLinks, midOf, partnersAt, shopOf } from "./catalogue.ts";
import { SITE_ID } from "./credentials.ts";

const jsonError = (status: number, message: string, error: string): Answer =>
  json({ message, error }, status);

interface Rows {
  readonly key: string;
  readonly rows: readonly object[];
  readonly total: number;
  /** The next page's link; some lists write it wrongly. */
  readonly link: (page: number) => string;
}

function list({ key, rows, total, link }: Rows, query: URLSearchParams): Answer {
  const limit = Number(query.get("limit") ?? 10);
  const page = Number(query.get("page") ?? 1);
  if (!(limit >= 1 && limit <= 200)) {
    return jsonError(400, "limit must be between 1 and 200", "REQUEST_PARAM_INVALID");
  }
  const next = page * limit < rows.length ? link(page + 1) : null;
  return json({
    _metadata: { api_name_version: `${key}-v1.0.0`, page, limit, total, _links: { next, self: link(page) } },
    [key]: pageOf(rows, page, limit),
  });
}

export function partnerships(query: URLSearchParams, context: SandboxContext): Answer {
  const { shown, total } = partnersAt(context);
  const isActive = query.get("partner_status") === "active";
  return list(
    {
      key: "partnerships",
      rows: isActive ? shown.map((each) => partnership(each, context)) : [],
      total: isActive ? total : 0,
      link: (page) => `/v1/partnerships?page=${page}&limit=${query.get("limit") ?? ""}`,
    },
    query,
  );
}

const partnership = ({ shop, bornAt, bits }: SandboxProgramme, context: SandboxContext): object => ({
  advertiser: {
    id: midOf(shop),
    network: 1,
    name: shop.name,
    status: "active",
    categories: [bits % 2 === 0 ? "Home & Living" : "Sports"],
    details: `/v2/advertisers/${midOf(shop)}`,
  },
  status: "active",
  status_update_datetime: zonedClock(bornAt, "UTC", context),
});

export function advertisers(query: URLSearchParams, context: SandboxContext): Answer {
  const { shown, total } = advertisersAt(context);
  const rows = shown.map(({ shop, description, bits }) => ({
    id: midOf(shop),
    name: shop.name,
    url: `https://www.${shop.domain}`,
    description,
    policies: { international_capabilities: { ships_to: bits % 3 === 0 ? [] : [shop.country, "US"] } },
    features: { premium_advertiser: false, product_feed: true, deep_links: allowsDeepLinks(shop) },
    contact: { name: "Alex Sandbox", email: `alex@${shop.domain}`, phone: null, country: shop.country },
  }));
  return list({ key: "advertisers", rows, total, link: (page) => `/advertisers?page=${page}` }, query);
}

/** Terms: a baseline for each partner, and some for single products. */
export function offers(query: URLSearchParams, context: SandboxContext): Answer {
  if (!query.has("offer_status")) {
    return jsonError(400, "offer_status is required", "REQUEST_PARAM_INVALID");
  }
  const { shown, total } = partnersAt(context);
  const rows = shown.flatMap((each) =>
    Array.from({ length: TERMS_EACH }, (_, place) => termsOf(each, place, context)),
  );
  // Without its question mark, as in life.
  const link = (page: number): string => `/v1/offers/offer_status=active&page=${page}`;
  return list({ key: "offers", rows, total: total * TERMS_EACH, link }, query);
}

const TERMS_EACH = 6;

function termsOf({ shop, rate, index }: SandboxProgramme, place: number, context: SandboxContext): object {
  const isBase = place === 0;
  const tiers = [
    { commission: rate, threshold: 0, upper_threshold: 1000 },
    ...(index % 2 === 0 ? [{ commission: rate + 2.5, threshold: 1000, upper_threshold: null }] : []),
  ];
  return {
    advertiser: { id: midOf(shop), network: "United States", name: shop.name, status: "active" },
    offer_number: `${place + 1}.1`,
    goid: 771_000 + index * 10 + place,
    status: "active",
    name: isBase ? "Baseline" : `Special ${place}`,
    type: isBase ? "baseline" : "private-special",
    // Documented as true and false as well.
    truelock: "Y",
    start_datetime: zonedClock(new Date("2026-01-01T05:00:00Z"), "UTC", context),
    end_datetime: place === 5 ? zonedClock(new Date("2027-06-30T05:00:00Z"), "UTC", context) : null,
    offer_rules: [
      {
        oid: 22_000 + index * 10 + place,
        is_base_commission: isBase,
        commissions: [{ commission_type: "percentage", description: "Base", dynamic_rules: [], tiers }],
      },
    ],
  };
}

const deepLinkSchema = z.looseObject({ url: z.url(), advertiser_id: z.int(), u1: z.string().optional() });

export function deepLink(body: string): Answer {
  const request = deepLinkSchema.safeParse(parsed(body));
  const shop = request.success ? shopOf(request.data.advertiser_id) : undefined;
  if (!request.success || !shop || !allowsDeepLinks(shop)) {
    return jsonError(400, "deep links are not allowed for this advertiser", "REQUEST_PARAM_INVALID");
  }
  const { url, advertiser_id: mid } = request.data;
  const link = `https://click.linksynergy.com/deeplink?id=${SITE_ID}&mid=${mid}&murl=${encodeURIComponent(url)}`;
  return json({
    _metadata: { api_name_version: "links-v1.0.0" },
    advertiser: { id: mid, name: shop.name, url, deep_link: { deep_link_url: link, u1: "", url } },
  });
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}
