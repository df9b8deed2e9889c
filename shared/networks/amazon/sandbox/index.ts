/** Amazon's servers: Login with Amazon, the Creators API, and the storage host of feed files. */
import { type SandboxProduct, productsAt } from "../../../sandbox/items.ts";
import {
  type Answer,
  json,
  type NetworkSandbox,
  type Sandbox,
  type SandboxContext,
  type SandboxRequest,
  text,
} from "../../../sandbox/sandbox.ts";
import { SHOPS } from "../../../sandbox/shops.ts";
import { Throttle } from "../../../sandbox/throttle.ts";
import { amazonSandboxCredentials as credentials } from "./credentials.ts";
import { feedFile, feedList } from "./feeds.ts";
import { item } from "./item.ts";

export const sandbox: NetworkSandbox = {
  create,
  sources: [
    {
      id: "demo-amazon-de",
      networkId: "amazon",
      name: "Amazon Associates (sandbox)",
      settings: {
        searches: [{ keywords: "kopfhörer", minSavingPercent: 10 }],
        sorts: ["Featured"],
        asins: ["B0SANDBX01", "B0SANDBX02", "B0GONE0001"],
        ascsubtag: "offerfeed-demo",
      },
      credentials,
    },
  ],
};

const TOKEN = "Atc|sandbox-token-5c1e";
const TOKEN_LIFE_SECONDS = 3_600;
/** Twice an account's first quota, since several processes may share the sandbox. */
const QUOTA = { perMinute: 120, burst: 90 };

function create(): Sandbox {
  const throttle = new Throttle(QUOTA);
  return {
    hosts: ["api.amazon.co.uk", "creatorsapi.amazon", "feeds.amazon-storage.example"],
    handle(request, context) {
      const { url, headers, method } = request;
      if (url.hostname === "api.amazon.co.uk") return token(request);
      if (url.hostname !== "creatorsapi.amazon") return feedFile(url.pathname, context);
      if (headers["authorization"] !== `Bearer ${TOKEN}`) {
        return json(
          { type: "UnauthorizedException", message: "The token is not valid", reason: "InvalidToken" },
          401,
        );
      }
      if (!throttle.admits(TOKEN)) {
        return json({ type: "ThrottleException", message: "Rate exceeded", retryAfterSeconds: 1 }, 429);
      }
      if (method !== "POST") return text("Method not allowed", 405);
      if (headers["x-marketplace"] !== credentials.marketplace)
        return invalid("InvalidAssociate", "Not an Associate here");
      return operation(request, context);
    },
  };
}

function token({ url, body }: SandboxRequest): Answer {
  const asked = parsed(body);
  const isKnown =
    asked["client_id"] === credentials.credentialId &&
    asked["client_secret"] === credentials.credentialSecret;
  if (url.pathname !== "/auth/o2/token" || !isKnown) {
    return json({ error: "invalid_client", error_description: "Client authentication failed" }, 401);
  }
  // Two colons, and not version 2's slash.
  if (asked["scope"] !== "creatorsapi::default") return json({ error: "invalid_scope" }, 400);
  return json({ access_token: TOKEN, token_type: "bearer", expires_in: TOKEN_LIFE_SECONDS });
}

const invalid = (reason: string, message: string): Answer =>
  json({ type: "ValidationException", message, reason }, 400);

function operation({ url, body }: SandboxRequest, context: SandboxContext): Answer {
  const asked = parsed(body);
  if (url.pathname === "/catalog/v1/listFeeds") return feedList(context);
  if (asked["partnerTag"] !== credentials.partnerTag)
    return invalid("InvalidPartnerTag", "The partner tag is not yours");
  switch (url.pathname) {
    case "/catalog/v1/searchItems":
      return search(asked, context);
    case "/catalog/v1/getItems":
      return getItems(asked, context);
    case "/catalog/v1/getFeed":
      return json({ url: `https://feeds.amazon-storage.example/${String(asked["feedName"])}` });
    default:
      return invalid("UnknownOperation", "Unknown operation");
  }
}

function parsed(body: string): Record<string, unknown> {
  try {
    return { ...(JSON.parse(body) as object) };
  } catch {
    return {};
  }
}

const GERMAN = SHOPS.filter(({ country }) => country === "DE" || country === "AE");
/** What a search has in all; it shows a hundred. */
const HITS = 130;

export const searchItems = (keywords: string, context: SandboxContext) =>
  productsAt(`amazon-${keywords}`, HITS, context, GERMAN);

function search(asked: Readonly<Record<string, unknown>>, context: SandboxContext): Answer {
  const count = Math.min(Number(asked["itemCount"] ?? 10), 10);
  const page = Number(asked["itemPage"] ?? 1);
  if (page > 10) return invalid("FieldValidationFailed", "itemPage must be at most 10");
  const { shown, total } = searchItems(String(asked["keywords"]), context);
  const found = shown.slice((page - 1) * count, page * count);
  // An empty search is not an empty list.
  if (found.length === 0) {
    return json(
      {
        __type: "com.amazon.creators#ResourceNotFoundException",
        message: "No results found for your search request",
        resourceType: "SearchResult",
      },
      404,
    );
  }
  return json({
    searchResult: {
      totalResultCount: total,
      items: found.map((each) => item(each, asinOf(each), context, "osi")),
    },
  });
}

export const asinOf = ({ id }: SandboxProduct): string =>
  `B${id.toString(36).toUpperCase().padStart(9, "0")}`;

function getItems(asked: Readonly<Record<string, unknown>>, context: SandboxContext): Answer {
  const asins = (asked["itemIds"] as string[] | undefined) ?? [];
  if (asins.length === 0 || asins.length > 10)
    return invalid("FieldValidationFailed", "itemIds must hold 1 to 10 items");
  const known = new Map(
    searchItems("kopfhörer", { ...context, share: 1 }).shown.map((each) => [asinOf(each), each]),
  );
  const found = asins.flatMap((asin) => {
    if (context.share === 0) return [];
    const [other] = productsAt(`amazon-${asin}`, 1, { ...context, share: 1, scale: 1 }, GERMAN).shown;
    const product = known.get(asin) ?? (asin.startsWith("B0SANDBX") ? other : undefined);
    return product ? [item(product, asin, context, "ogi")] : [];
  });
  if (found.length === 0)
    return json({ type: "ResourceNotFoundException", message: "No items", resourceType: "Item" }, 404);
  const errors =
    found.length < asins.length
      ? [{ code: "ItemNotAccessible", message: "An item is not accessible" }]
      : undefined;
  return json({ itemsResult: { items: found }, errors });
}
