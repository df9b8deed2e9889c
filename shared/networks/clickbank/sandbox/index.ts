/** ClickBank's servers: the marketplace's private search, behind its firewall, and the public feed. */
import {
  type Answer,
  type NetworkSandbox,
  type Sandbox,
  type SandboxRequest,
  text,
} from "../../../sandbox/sandbox.ts";
import { type Quota, Throttle } from "../../../sandbox/throttle.ts";
import { clickbankSandboxCredentials } from "./credentials.ts";
import { feed } from "./feed.ts";
import { search } from "./search.ts";

export const sandbox: NetworkSandbox = {
  create,
  sources: [
    {
      id: "demo-clickbank",
      networkId: "clickbank",
      name: "ClickBank (sandbox)",
      settings: { source: "graphql", trackingId: "offerfeed_demo" },
      credentials: clickbankSandboxCredentials,
    },
  ],
};

/** Not published: a guess that lets through whoever asks one thing at a time. */
const QUOTA: Quota = { perMinute: 120, burst: 80 };

const html = (title: string, status: number): Answer =>
  text(
    `<!DOCTYPE html><html><head><title>${title}</title></head><body>${title}</body></html>`,
    status,
    "text/html; charset=UTF-8",
  );

function create(): Sandbox {
  const throttle = new Throttle(QUOTA);
  return {
    hosts: ["accounts.clickbank.com"],
    handle(request, context) {
      const { pathname } = request.url;
      if (pathname === "/feeds/marketplace_feed_v2.xml.zip") return feed(context);
      if (pathname !== "/graphql" || request.method !== "POST") return html("Not Found", 404);
      if (!looksLikeThePage(request)) return html("Attention Required! | Cloudflare", 403);
      if (!throttle.admits("everyone")) return html("Too Many Requests | Cloudflare", 429);
      return search(request.body, context);
    },
  };
}

/** The firewall lets through what resembles the marketplace page's own calls. */
const looksLikeThePage = ({ headers }: SandboxRequest): boolean =>
  headers["origin"] === "https://accounts.clickbank.com" &&
  (headers["referer"]?.endsWith("/marketplace.htm") ?? false) &&
  (headers["user-agent"]?.startsWith("Mozilla/5.0") ?? false);
