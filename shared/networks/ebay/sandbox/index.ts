/** eBay's one host: identity, the Browse API and the Deal API. */
import {
  type Answer,
  json,
  type NetworkSandbox,
  type Sandbox,
  type SandboxContext,
} from "../../../sandbox/sandbox.ts";
import { Throttle } from "../../../sandbox/throttle.ts";
import { ebaySandboxCredentials as credentials } from "./credentials.ts";
import { deals, type Ending, events, item, summaries } from "./items.ts";

export const sandbox: NetworkSandbox = {
  create,
  sources: [
    {
      id: "demo-ebay",
      networkId: "ebay",
      name: "eBay Partner Network (sandbox)",
      settings: {
        marketplaceId: "EBAY_DE",
        searches: [{ q: "bohrhammer", filter: "conditions:{NEW}" }, { categoryId: "38252" }],
        deals: true,
        coupons: true,
        referenceId: "offerfeed-demo",
      },
      credentials,
    },
  ],
};

const TOKEN = "v^1.1#i^1#p^1#sandbox+token/5c1e";
const TOKEN_LIFE_SECONDS = 7_200;
const QUOTA = { perMinute: 2_400, burst: 400 };

export const failed = (status: number, errorId: number, message: string, domain = "API_BROWSE"): Answer =>
  json({ errors: [{ errorId, domain, category: "REQUEST", message, longMessage: message }] }, status);

function create(): Sandbox {
  const throttle = new Throttle(QUOTA);
  return {
    hosts: ["api.ebay.com"],
    handle({ url, headers, body, method }, context) {
      if (url.pathname === "/identity/v1/oauth2/token") return token(headers["authorization"], body, method);
      if (headers["authorization"] !== `Bearer ${TOKEN}`) {
        return failed(401, 1001, "Invalid access token", "OAuth");
      }
      if (!throttle.admits(TOKEN)) return failed(429, 2001, "Too many requests.", "ACCESS");
      return answer(url, headers, context);
    },
  };
}

function token(authorization: string | undefined, body: string, method: string): Answer {
  const login = Buffer.from(`${credentials.clientId}:${credentials.clientSecret}`).toString("base64");
  if (method !== "POST" || authorization !== `Basic ${login}`) {
    return json({ error: "invalid_client", error_description: "client authentication failed" }, 401);
  }
  const asked = new URLSearchParams(body);
  if (asked.get("grant_type") !== "client_credentials") return json({ error: "unsupported_grant_type" }, 400);
  const known = new Set([
    "https://api.ebay.com/oauth/api_scope",
    "https://api.ebay.com/oauth/api_scope/buy.deal",
  ]);
  if (!(asked.get("scope") ?? "").split(" ").every((scope) => known.has(scope))) {
    return json({ error: "invalid_scope", error_description: "The scope is not granted" }, 400);
  }
  return json({
    access_token: TOKEN,
    expires_in: TOKEN_LIFE_SECONDS,
    token_type: "Application Access Token",
  });
}

function answer(
  { pathname, searchParams, href }: URL,
  headers: Readonly<Record<string, string | undefined>>,
  context: SandboxContext,
): Answer {
  const ending = endingOf(headers["x-ebay-c-enduserctx"]);
  if (pathname === "/buy/browse/v1/item_summary/search") {
    if (!["q", "category_ids", "gtin"].some((name) => searchParams.has(name))) {
      return failed(400, 12001, "The call must have a valid 'q', 'category_ids' or 'gtin' query parameter.");
    }
    const warnings = warningsOf(searchParams.get("filter") ?? "");
    const found = summaries(
      searchParams.get("q") ?? searchParams.get("category_ids") ?? "gtin",
      context,
      ending,
    );
    return paged(
      "itemSummaries",
      found,
      searchParams,
      200,
      (next) => href.replace(/offset=\d+/, `offset=${next}`),
      {
        ...(warnings.length > 0 && { warnings }),
      },
    );
  }
  if (pathname.startsWith("/buy/browse/v1/item/")) {
    const found = item(decodeURIComponent(pathname.slice("/buy/browse/v1/item/".length)));
    return found === null ? failed(404, 11001, "The specified item Id was not found.") : json(found);
  }
  if (headers["x-ebay-c-marketplace-id"] === undefined)
    return failed(409, 180001, "A marketplace is needed.");
  // Its next links are without their host.
  const relative = (next: number): string => `${pathname}?limit=100&offset=${next}`;
  if (pathname === "/buy/deal/v1/deal_item") {
    return paged("dealItems", deals(context, ending), searchParams, 100, relative);
  }
  if (pathname === "/buy/deal/v1/event") {
    return paged("events", events(context, ending), searchParams, 100, relative);
  }
  return failed(404, 2002, "Resource not found", "ACCESS");
}

/** Without the campaign there are no affiliate links at all. */
function endingOf(context: string | undefined): Ending {
  const pairs = new Map((context ?? "").split(",").map((pair) => pair.split("=") as [string, string]));
  const campaign = pairs.get("affiliateCampaignId");
  if (campaign === undefined) return null;
  const custom = pairs.get("affiliateReferenceId");
  return `mkevt=1&mkcid=1&mkrid=707-53477-19255-0&campid=${campaign}${custom ? `&customid=${custom}` : ""}&toolid=10049`;
}

/** A filter that it does not understand is ignored, with a warning. */
const warningsOf = (filter: string): object[] =>
  filter === "" || /^(?:conditions|price|buyingOptions|deliveryCountry|itemLocationCountry):/.test(filter)
    ? []
    : [{ errorId: 12002, domain: "API_BROWSE", category: "REQUEST", message: "The filter is invalid." }];

function paged(
  key: string,
  { shown, total }: { readonly shown: readonly object[]; readonly total: number },
  asked: URLSearchParams,
  most: number,
  hrefOf: (offset: number) => string,
  extra: object = {},
): Answer {
  const [limit, offset] = [Number(asked.get("limit") ?? 50), Number(asked.get("offset") ?? 0)];
  if (!(limit >= 1 && limit <= most)) return failed(400, 12004, `The limit must be 1 to ${most}.`);
  if (offset % limit !== 0) return failed(400, 12006, "The offset must be 0 or a multiple of the limit.");
  if (offset >= 10_000) return failed(400, 12029, "The offset is past 10,000.");
  const page = shown.slice(offset, offset + limit);
  return json({
    total,
    limit,
    offset,
    ...(offset + limit < Math.min(shown.length, 10_000) && { next: hrefOf(offset + limit) }),
    ...(page.length > 0 && { [key]: page }),
    ...extra,
  });
}
