/** Sovrn's servers: approved merchants and codes on viglink.io, price comparisons on a host of their own. */
import {
  productsAt,
  type SandboxProduct,
  type SandboxPromotion,
  promotionsAt,
} from "../../../sandbox/items.ts";
import {
  type Answer,
  json,
  type NetworkSandbox,
  type Sandbox,
  type SandboxContext,
  type SandboxRequest,
  text,
} from "../../../sandbox/sandbox.ts";
import { Throttle } from "../../../sandbox/throttle.ts";

const credentials = {
  secretKey: "sandbox0sovrn0secret0key0001",
  apiKey: "0a1b2c3d4e5f60718293a4b5c6d7e8f9",
  campaignId: "220011",
};
/** Less than anyone asks for: pages are as large as the server likes. */
const LARGEST_PAGE = 200;

export const sandbox: NetworkSandbox = {
  create,
  sources: [
    {
      id: "demo-sovrn",
      networkId: "sovrn",
      name: "Sovrn Commerce (sandbox)",
      settings: {
        lookups: [
          { market: "eur_de", keywords: "wanderstiefel" },
          { market: "gbp_en", keywords: "boots" },
          { market: "usd_en", barcode: "4006381333931" },
        ],
        perLookup: 60,
        productUrls: ["https://www.harbour-pine.example/p/1", "https://www.kuechenglueck.example/p/2"],
        cuid: "offerfeed-demo",
      },
      credentials,
    },
  ],
};

function create(): Sandbox {
  const throttle = new Throttle({ perMinute: 60, burst: 40 });
  return {
    hosts: ["viglink.io", "comparisons.sovrn.com"],
    handle(request, context) {
      if (request.headers["authorization"] !== `secret ${credentials.secretKey}`) {
        // The comparisons stand behind a wall that answers with a page.
        return request.url.hostname === "viglink.io"
          ? json({ code: 401, message: "invalid credentials" }, 401)
          : text("<html><body>Forbidden</body></html>", 403, "text/html");
      }
      if (!throttle.admits(credentials.secretKey)) return { status: 429, headers: {}, body: "" };
      return answerOf(request, context);
    },
  };
}

function answerOf(request: SandboxRequest, context: SandboxContext): Answer {
  const { method, url } = request;
  if (url.pathname === "/merchants/rates/summaries" && method === "POST") return summaries(request, context);
  if (url.pathname === "/merchants/rates/summaries/delta") return delta(url.searchParams, context);
  if (url.pathname === "/coupons/product") return codes(url.searchParams, context);
  const market = new RegExp(
    `^/api/affiliate/v3\\.5/sites/${credentials.apiKey}/compare/prices/([a-z]{3}_[a-z]{2})/by/accuracy$`,
  ).exec(url.pathname)?.[1];
  return market === undefined
    ? json({ message: "Not found" }, 404)
    : comparison(market, url.searchParams, context);
}

interface Summaries {
  readonly page?: number;
  readonly pageSize?: number;
  readonly filters?: readonly { readonly type: string; readonly values: readonly string[] }[];
}

function summaries({ url, body }: SandboxRequest, context: SandboxContext): Answer {
  if (url.searchParams.get("campaignId") !== credentials.campaignId)
    return json({ message: "campaign not found" }, 404);
  const { page, pageSize, filters = [] } = parsed(body);
  if (!page || !pageSize || pageSize > 2500) return json({ message: "page and pageSize are required" }, 400);
  const geos = filters.find(({ type }) => type === "GEO")?.values;
  const { shown, total } = promotionsAt("sovrn-merchant", 460, context);
  const matching = shown.filter(
    ({ shop }) => geos === undefined || geos.includes(shop.country.toLowerCase()),
  );
  return merchantPage(matching, page, total - shown.length);
}

function parsed(body: string): Summaries {
  try {
    return JSON.parse(body) as Summaries;
  } catch {
    return {};
  }
}

function delta(query: URLSearchParams, context: SandboxContext): Answer {
  const since = Date.parse(query.get("since") ?? "");
  if (Number.isNaN(since)) return json({ message: "since or If-None-Match is required" }, 400);
  const { shown } = promotionsAt("sovrn-merchant", 460, context);
  return merchantPage(
    shown.filter(({ changedAt }) => changedAt.getTime() >= since),
    Number(query.get("page") ?? 1),
    0,
  );
}

const merchantPage = (merchants: readonly SandboxPromotion[], page: number, hidden: number): Answer =>
  json({
    results: merchants.slice((page - 1) * LARGEST_PAGE, page * LARGEST_PAGE).map(merchant),
    page,
    perPage: LARGEST_PAGE,
    totalItems: merchants.length + hidden,
  });

const CODES = ["FS", "HG", "PT", "SF", "CE"];

/** One in a hundred has lost its name; a few pay by the click only, and a few are not for everyone. */
function merchant({ id, shop, index, bits, percent, broken }: SandboxPromotion): object {
  const clickOnly = bits % 41 === 0;
  return {
    groupId: id,
    name: broken ? null : `${shop.name} ${index + 1}`,
    description: `${shop.name} &ndash; ${shop.countryName}. Café &amp; more.`,
    terms: "No brand bidding",
    sovrnPreferred: bits % 5 === 0,
    logoImageUrl: `https://images.${shop.domain}/${id}.png`,
    category: bits % 43 === 0 ? ["AG"] : [CODES[bits % CODES.length]],
    sovrn: {
      ...(!clickOnly && {
        CPA: [
          {
            geo: shop.country,
            averageEpc: 0.14,
            calculatedCommissionRate: percent / 1000,
            rates:
              bits % 4 === 0
                ? []
                : [
                    {
                      currentRate: percent / 10,
                      rateFormat: "PERCENTAGE",
                      action: "Sale",
                      details: "on all sales",
                    },
                  ],
            domains: [shop.domain],
          },
        ],
      }),
      CPC: { calculatedEpc: 0.21 },
    },
  };
}

function comparison(market: string, query: URLSearchParams, context: SandboxContext): Answer {
  const asked = query.get("barcode") ?? query.get("plainlink") ?? query.get("search-keywords");
  if (asked === null) return json({ message: "barcode, plainlink or search-keywords is required" }, 400);
  const limit = Number(query.get("limit") ?? 20);
  const { shown } = productsAt(`sovrn-${market}-${asked}`, 40, context);
  return json(shown.slice(0, limit).map((product) => comparisonRow(product, market, query.get("sid"))));
}

/** Numbers and texts, as in life. One in a hundred has no price: here, the eighth of each lookup. */
function comparisonRow(
  { id, index, goods, shop, image, bits }: SandboxProduct,
  market: string,
  sid: string | null,
): object {
  const cuid = sid === null ? "" : `&cuid=${sid}`;
  return {
    id: 2_700_000_000 + id,
    name: goods.title,
    merchant: { id: bits % 90_000, name: shop.name, logo: `https://cdn.${shop.domain}/88x31.png` },
    deeplink: `https://redirect.viglink.com?u=${Buffer.from(String(id)).toString("base64url")}&key=${credentials.apiKey}&prodOvrd=PCR${cuid}`,
    image: bits % 3 === 0 ? image.replace("https:", "") : image,
    thumbnail: image.replace(".jpg", "_t.jpg"),
    currency: market.slice(0, 3).toUpperCase(),
    salePrice: index === 7 ? "on request" : bits % 2 === 0 ? Number(goods.price) : goods.price,
    retailPrice: goods.listPrice ?? 0,
    discountRate: goods.listPrice === null ? 0 : 20,
    affiliatable: bits % 29 !== 0,
    epc: 0.12,
  };
}

function codes(query: URLSearchParams, context: SandboxContext): Answer {
  const productUrl = query.get("product_url") ?? "";
  if (!URL.canParse(productUrl) || query.get("api_key") !== credentials.apiKey)
    return json({ message: "bad request" }, 400);
  const { hostname } = new URL(productUrl);
  if (hostname === "unknown.example") return json({ message: "not found" }, 404);
  const unverified = query.get("include_unverified") !== "false";
  const { shown } = promotionsAt(`sovrn-code-${hostname}`, 12, context);
  const listed = shown.filter(({ code, bits }) => code !== null && (unverified || bits % 4 !== 0));
  const cuid = query.get("cuid");
  return json({
    merchant: {
      domain: hostname.replace(/^www\./, ""),
      group_id: 41_001,
      group_name: "Pawfield Ärmel",
      logo_url: null,
    },
    scan: { verification_active: false, when_to_check_back: 3600 },
    coupons: listed.map(({ id, code, bits }) => ({
      id: `5d41402abc4b${id}`,
      code,
      affiliated_url: `https://redirect.viglink.com/?key=${credentials.apiKey}&u=${encodeURIComponent(productUrl)}${cuid === null ? "" : `&cuid=${cuid}`}`,
      original_price: 79.5,
      price_with_code: bits % 2 === 0 ? 67.58 : null,
      currency: "EUR",
      verified: bits % 4 !== 0,
      verified_at: null,
      code_description: bits % 3 === 0 ? "Save today" : null,
    })),
  });
}
