/** Rakuten's API host: tokens, JSON lists, XML documents. */
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
import { SEARCHED_MIDS } from "./catalogue.ts";
import { rakutenSandboxCredentials, SITE_ID } from "./credentials.ts";
import { couponFeed, EMPTY_FEED, productSearch, textLinks } from "./documents.ts";
import { advertisers, deepLink, offers, partnerships } from "./lists.ts";

const { clientId, clientSecret, sid } = rakutenSandboxCredentials;
const TOKEN_KEY = Buffer.from(`${clientId}:${clientSecret}`).toString("base64");

export const sandbox: NetworkSandbox = {
  create: rakutenSandbox,
  sources: [
    {
      id: "demo-rakuten",
      networkId: "rakuten",
      name: "Rakuten Advertising (sandbox)",
      settings: {
        pull: ["programmes", "coupons", "products"],
        productSearches: SEARCHED_MIDS.map((advertiserId) => ({ advertiserId })),
        siteId: SITE_ID,
        u1: "offerfeed-demo",
      },
      credentials: rakutenSandboxCredentials,
    },
  ],
};

/** The number is not published; twice a second is what others do. */
const QUOTA = { perMinute: 120, burst: 120 };
const TOKEN_LIFE_SECONDS = 3600;

function rakutenSandbox(): Sandbox {
  const throttle = new Throttle(QUOTA);
  const tokens = new Set<string>();
  return {
    hosts: ["api.linksynergy.com"],
    handle(request, context) {
      // Too often is a 403 here, on every endpoint.
      if (!throttle.admits(clientId)) {
        return text("The number of requests allowed per minute has been exceeded", 403);
      }
      if (request.url.pathname === "/token") return issue(request, tokens);
      const [, bearer = ""] = /^Bearer (.+)$/.exec(request.headers["authorization"] ?? "") ?? [];
      // The token-key itself opens nothing, and is not refused: the feed is just empty.
      if (bearer === TOKEN_KEY) return EMPTY_FEED;
      if (!tokens.has(bearer)) return json({ message: "Access Token Expired" }, 401);
      return answerOf(request, context);
    },
  };
}

/** By Basic, or by Bearer as the portal has it. */
function issue({ method, headers, body }: SandboxRequest, tokens: Set<string>): Answer {
  const authorization = headers["authorization"] ?? "";
  if (
    method !== "POST" ||
    !["Basic", "Bearer"].some((scheme) => authorization === `${scheme} ${TOKEN_KEY}`)
  ) {
    return json({ error: "invalid_client" }, 401);
  }
  if (new URLSearchParams(body).get("scope") !== sid) return json({ error: "invalid_scope" }, 400);
  const token = `sandbox-access-${tokens.size + 1}`;
  tokens.add(token);
  return json({
    access_token: token,
    refresh_token: `sandbox-refresh-${tokens.size}`,
    token_type: "bearer",
    expires_in: TOKEN_LIFE_SECONDS,
  });
}

function answerOf({ method, url, body }: SandboxRequest, context: SandboxContext): Answer {
  if (url.pathname.startsWith("/linklocator/1.0/")) return textLinks(url.pathname);
  switch (`${method} ${url.pathname}`) {
    case "GET /v1/partnerships":
      return partnerships(url.searchParams, context);
    case "GET /v2/advertisers":
      return advertisers(url.searchParams, context);
    case "GET /v1/offers":
      return offers(url.searchParams, context);
    case "POST /v1/links/deep_links":
      return deepLink(body);
    case "GET /coupon/1.0":
      return couponFeed(url.searchParams, context);
    case "GET /productsearch/1.0":
      return productSearch(url.searchParams, context);
    default:
      return json({ message: "not found", error: "NOT_FOUND" }, 404);
  }
}
