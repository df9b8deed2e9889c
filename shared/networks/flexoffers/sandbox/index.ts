/** FlexOffers' servers: API v3 and the host of its feed files. */
import {
  type Answer,
  json,
  type NetworkSandbox,
  type Sandbox,
  type SandboxContext,
} from "../../../sandbox/sandbox.ts";
import { type Quota, Throttle } from "../../../sandbox/throttle.ts";
import { advertisers } from "./advertisers.ts";
import { flexoffersSandboxCredentials } from "./credentials.ts";
import { catalogues, FEED_HOST, feedFile, productFeeds, products } from "./products.ts";
import { promotions } from "./promotions.ts";

export const sandbox: NetworkSandbox = {
  create,
  sources: [
    {
      id: "demo-flexoffers",
      networkId: "flexoffers",
      name: "FlexOffers (sandbox)",
      settings: { pull: ["programmes", "promotions", "products"], subId: "offerfeed-demo" },
      credentials: flexoffersSandboxCredentials,
    },
  ],
};

/** Not published: a guess that lets through whoever asks one thing at a time. */
const QUOTA: Quota = { perMinute: 120, burst: 80 };

/** Lists throttle with 403, as often as not. */
const THROTTLED = json({ message: "Forbidden" }, 403);

function create(): Sandbox {
  const throttle = new Throttle(QUOTA);
  return {
    hosts: ["api.flexoffers.com", FEED_HOST],
    handle({ url, method, headers }, context) {
      if (url.hostname === FEED_HOST) return feedFile(url.pathname, context);
      if (headers["apikey"]?.toLowerCase() !== flexoffersSandboxCredentials.apiKey)
        return json({ message: "Access denied due to invalid API key." }, 401);
      if (!throttle.admits(flexoffersSandboxCredentials.apiKey)) return THROTTLED;
      if (method !== "GET") return json({ message: "The method is not allowed." }, 405);
      return apiAnswer(url, context);
    },
  };
}

function apiAnswer({ pathname, searchParams }: URL, context: SandboxContext): Answer {
  switch (pathname) {
    case "/v3/advertisers":
      return advertisers(searchParams, context);
    case "/v3/promotions":
      return promotions(searchParams, context);
    case "/v3/products/allcatalogs":
      return catalogues(searchParams, context);
    case "/v3/products/full":
      return products(searchParams, context);
    case "/v3/products/productfeeds":
      return productFeeds(searchParams, context);
    case "/v3/domains":
      return json([{ id: 1_400_021, domainUrl: "https://offerfeed-demo.example" }]);
    default:
      return json({ message: `No resource was found for ${pathname}` }, 404);
  }
}
