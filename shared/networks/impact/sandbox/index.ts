/** impact.com's server: Basic authorization, an envelope of texts, next links without a host, cursors for items. */
import {
  type Answer,
  json,
  type NetworkSandbox,
  type Sandbox,
  type SandboxContext,
  type SandboxRequest,
} from "../../../sandbox/sandbox.ts";
import { Throttle } from "../../../sandbox/throttle.ts";
import { campaigns, contracts } from "./campaigns.ts";
import { catalogs, itemsOf } from "./catalogs.ts";
import { impactSandboxCredentials as credentials } from "./credentials.ts";
import { ads, promoCodes, promotions } from "./deals.ts";

export const sandbox: NetworkSandbox = {
  create,
  sources: [
    {
      id: "demo-impact-com",
      networkId: "impact",
      name: "impact.com (sandbox)",
      settings: {
        pull: ["programmes", "ads", "promoCodes", "promotions", "products"],
        subId1: "offerfeed-demo",
        skipUnmovedCatalogs: false,
      },
      credentials,
    },
  ],
};

/** A thousand requests an hour. */
const QUOTA = { perMinute: 1_000 / 60, burst: 200 };
const LARGEST_PAGE = 100;
const RESET_SECONDS = "30";

function create(): Sandbox {
  const throttle = new Throttle(QUOTA);
  const login = Buffer.from(`${credentials.accountSid}:${credentials.authToken}`).toString("base64");
  return {
    hosts: ["api.impact.com"],
    handle(request, context) {
      const [, root, sid] = request.url.pathname.split("/");
      if (request.headers["authorization"] !== `Basic ${login}` || sid !== credentials.accountSid) {
        return json({ Status: "ERROR", Message: "Unauthorized" }, 401);
      }
      if (!throttle.admits(credentials.accountSid)) {
        return {
          status: 429,
          headers: { "x-ratelimit-reset": RESET_SECONDS, "x-ratelimit-remaining": "0" },
          body: "",
        };
      }
      if (root !== "Mediapartners") return json({ Status: "ERROR", Message: "Not found" }, 404);
      // XML is the default; whoever does not ask for JSON is told so here.
      if (request.headers["accept"] !== "application/json")
        return json({ Status: "ERROR", Message: "This sandbox speaks JSON only" }, 406);
      return answerOf(request, context);
    },
  };
}

function answerOf({ url }: SandboxRequest, context: SandboxContext): Answer {
  const path = url.pathname.split("/").slice(3).join("/");
  switch (path) {
    case "Campaigns":
      return numbered("Campaigns", campaigns(context), url, context);
    case "Contracts":
      return numbered("Contracts", contracts(context), url, context);
    case "Ads":
      return numbered("Ads", ads(context, url.searchParams.get("Type")), url, context);
    case "PromoCodes":
      return numbered("PromoCodes", promoCodes(context), url, context);
    case "Promotions":
      return numbered("Promotions", promotions(context), url, context);
    case "Catalogs":
      return numbered("Catalogs", catalogs(context), url, context);
  }
  const catalog = /^Catalogs\/(\d+)\/Items$/.exec(path)?.[1];
  return catalog === undefined
    ? json({ Status: "ERROR", Message: "Not found" }, 404)
    : items(itemsOf(catalog, context), url);
}

const pageSize = (url: URL): number =>
  Math.min(Number(url.searchParams.get("PageSize") ?? LARGEST_PAGE), LARGEST_PAGE);

function numbered(
  key: string,
  all: readonly object[],
  url: URL,
  { trueTotals, share }: SandboxContext,
): Answer {
  const size = pageSize(url);
  const page = Number(url.searchParams.get("Page") ?? 1);
  const pages = Math.max(1, Math.ceil(all.length / size));
  const next = new URL(url);
  next.searchParams.set("Page", String(page + 1));
  return json({
    "@page": String(page),
    "@numpages": String(pages),
    "@pagesize": String(size),
    "@total": String(trueTotals && share < 1 ? Math.ceil(all.length / Math.max(share, 0.01)) : all.length),
    // Two slashes at its beginning, as older answers have them.
    "@nextpageuri": page < pages ? `/${next.pathname}${next.search}` : "",
    [key]: all.slice((page - 1) * size, page * size),
  });
}

/** By a cursor; the total is always 0. */
function items(all: readonly object[], url: URL): Answer {
  const size = pageSize(url);
  const start = Number(Buffer.from(url.searchParams.get("AfterId") ?? "", "base64url").toString() || 0);
  const next = new URL(url);
  next.searchParams.set("AfterId", Buffer.from(String(start + size)).toString("base64url"));
  return json({
    "@pagesize": String(size),
    "@nextpageuri": start + size < all.length ? next.pathname + next.search : "",
    "@total": "0",
    Items: all.slice(start, start + size),
  });
}
