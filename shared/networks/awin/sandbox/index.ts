/** Awin's servers: the publisher API, and the two hosts of product feeds. */
import {
  type Answer,
  json,
  type NetworkSandbox,
  type Sandbox,
  type SandboxContext,
  type SandboxRequest,
  text,
} from "../../../sandbox/sandbox.ts";
import { type Quota, Throttle } from "../../../sandbox/throttle.ts";
import { awinSandboxCredentials } from "./credentials.ts";
import { classicFile, enhancedFile, googleFile } from "./feed-files.ts";
import { feedList } from "./feed-list.ts";
import { commissionGroups, programmeDetails, programmes } from "./programmes.ts";
import { promotions } from "./promotions.ts";

const { accessToken, publisherId, dataFeedApiKey } = awinSandboxCredentials;

/**
 * Twenty calls a minute for each user, as Awin counts. The burst is twice that, since several processes may share
 * the sandbox while each paces itself by a bucket of its own.
 */
const QUOTA: Quota = { perMinute: 20, burst: 40 };

export const sandbox: NetworkSandbox = {
  create: awinSandbox,
  sources: [
    {
      id: "demo-awin",
      networkId: "awin",
      name: "Awin (sandbox)",
      settings: {
        pull: ["programmes", "promotions", "products"],
        clickref: "offerfeed-demo",
        // As many as leave the first run within one burst of Awin's quota.
        programmeTerms: 6,
        skipUnmovedFeeds: false,
      },
      credentials: awinSandboxCredentials,
    },
  ],
};

const UNAUTHORISED = {
  error: "unauthorized",
  description: "Full authentication is required to access this resource",
};

function awinSandbox(): Sandbox {
  const throttle = new Throttle(QUOTA);
  return {
    hosts: ["api.awin.com", "ui.awin.com", "productdata.awin.com"],
    handle(request, context) {
      return request.url.hostname === "api.awin.com"
        ? apiAnswer(request, context, throttle)
        : feedAnswer(request.url.pathname, context);
    },
  };
}

function apiAnswer(request: SandboxRequest, context: SandboxContext, throttle: Throttle): Answer {
  const { method, url, body } = request;
  const [, publisher, id, ...rest] = url.pathname.split("/");
  const isPromotions = publisher === "publisher" && rest[0] === "promotions";
  const bearer = request.headers["authorization"] === `Bearer ${accessToken}`;
  if (!bearer && url.searchParams.get("accessToken") !== accessToken) return json(UNAUTHORISED, 401);
  if (!throttle.admits(accessToken)) return { status: 429, headers: {}, body: "" };
  if (url.pathname === "/accounts") return json(ACCOUNTS);
  if (isPromotions && method === "POST" && id === publisherId) {
    // A token in the query is not refused here: it finds nothing.
    if (!bearer) return json({ data: [], pagination: { page: 1, pageSize: 10, total: 0 } });
    return promotions(body, context);
  }
  if (publisher !== "publishers" || method !== "GET") return unknownPath(url);
  if (id !== publisherId) return json({ error: 403, message: "Access Denied." }, 403);
  return publisherAnswer(rest, url, context);
}

function publisherAnswer(path: readonly string[], url: URL, context: SandboxContext): Answer {
  switch (path[0]) {
    case "programmes":
      return programmes(url.searchParams, context);
    case "programmedetails":
      return programmeDetails(url.searchParams, context);
    case "commissiongroups":
      return commissionGroups(url.searchParams, context);
    case "awinfeeds":
      return path[1] === "download" ? enhancedFile(path[2] ?? "", context) : unknownPath(url);
    default:
      return unknownPath(url);
  }
}

const unknownPath = (url: URL): Answer =>
  json({ error: "exception", description: `No handler found for ${url.pathname}` }, 404);

const ACCOUNTS = {
  userId: 774_411,
  accounts: [
    {
      accountId: Number(publisherId),
      accountName: "Sandbox Deals",
      accountType: "publisher",
      userRole: "userOwner",
    },
  ],
};

const FEED_LIST =
  /^\/(?:productdata-darwin-download\/publisher\/(\d+)\/([^/]+)\/1\/feedList|datafeed\/list\/apikey\/([^/]+))$/;
const NEW_FEED = /^\/productdata-darwin-download\/publisher\/(\d+)\/([^/]+)\/1\/feed\/F(\d+)\.csv$/;

function feedAnswer(path: string, context: SandboxContext): Answer {
  const refused = text("Unauthorized", 401);
  const list = FEED_LIST.exec(path);
  if (list) return (list[2] ?? list[3]) === dataFeedApiKey ? feedList(context) : refused;
  const file = NEW_FEED.exec(path);
  if (file) return file[2] === dataFeedApiKey ? googleFile(file[3] ?? "", context) : refused;
  if (!path.startsWith("/datafeed/download/")) return text("Not found", 404);
  const segments = namedSegments(path.slice("/datafeed/download/".length));
  return segments.get("apikey") === dataFeedApiKey ? classicFile(segments, context) : refused;
}

/** "apikey/abc/fid/7/" → apikey: abc, fid: 7. */
function namedSegments(path: string): ReadonlyMap<string, string> {
  const parts = path.split("/");
  const pairs = new Map<string, string>();
  for (let place = 0; place + 1 < parts.length; place += 2)
    pairs.set(parts[place] ?? "", parts[place + 1] ?? "");
  return pairs;
}
