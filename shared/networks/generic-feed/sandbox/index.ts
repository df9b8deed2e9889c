/** Feeds of no network: what a partner hands out as an address. */
import { Readable } from "node:stream";
import { createGzip } from "node:zlib";
import { slotOf } from "../../../sandbox/catalogue.ts";
import {
  type Answer,
  type NetworkSandbox,
  type Sandbox,
  type SandboxContext,
  type SandboxRequest,
  text,
} from "../../../sandbox/sandbox.ts";
import { benchLines, benchOptions } from "./bench.ts";
import { dealsRss } from "./deals-rss.ts";
import demoJsonSettings from "./demo-json.settings.json" with { type: "json" };
import { googleMerchantXml } from "./google-merchant.ts";
import demoRestSettings from "./demo-rest.settings.json" with { type: "json" };
import { productsJson } from "./products-json.ts";
import { REST_HOST, REST_TOKEN, RestApi } from "./rest-api.ts";

interface FeedFile {
  readonly type: string;
  lines(context: SandboxContext): Iterable<string>;
}

const FILES: Readonly<Record<string, FeedFile>> = {
  "/google-merchant.xml": { type: "application/xml; charset=utf-8", lines: googleMerchantXml },
  "/products.json": { type: "application/json", lines: productsJson },
  "/deals.rss": { type: "application/rss+xml; charset=utf-8", lines: dealsRss },
};

const HOST = "feeds.sandbox.example";

export const sandbox: NetworkSandbox = {
  create: feedsSandbox,
  sources: [
    {
      id: "demo-shop",
      networkId: "generic-feed",
      name: "Google Merchant shop (sandbox)",
      settings: {
        preset: "google-merchant-xml",
        url: `https://${HOST}/google-merchant.xml`,
        merchant: { name: "Harbour & Pine", url: "https://www.harbour-pine.example" },
        countries: ["GB"],
        languages: ["en"],
        tracking_parameters: { partner: "demo" },
      },
      credentials: null,
    },
    {
      id: "demo-json",
      networkId: "generic-feed",
      name: "JSON shop export (sandbox)",
      settings: demoJsonSettings,
      credentials: null,
    },
    {
      id: "demo-deals",
      networkId: "generic-feed",
      name: "Deals blog, RSS (sandbox)",
      settings: { preset: "rss", url: `https://${HOST}/deals.rss` },
      credentials: null,
    },
    {
      id: "demo-rest",
      networkId: "generic-feed",
      name: "Partner's REST API (sandbox)",
      settings: demoRestSettings,
      credentials: { apiToken: REST_TOKEN },
    },
  ],
};

function feedsSandbox(): Sandbox {
  const rest = new RestApi();
  return {
    hosts: [HOST, REST_HOST],
    handle(request, context) {
      if (request.url.hostname === REST_HOST) return rest.handle(request, context);
      if (request.url.pathname === "/bench.jsonl") return bench(request.url.searchParams);
      const file = FILES[request.url.pathname];
      return file
        ? feedFile(file, request, context)
        : text(`There are ${Object.keys(FILES).join(", ")} and /bench.jsonl.\n`, 404);
    },
  };
}

/** Compressed in transit where the client takes it, and with an entity tag, as web servers do. */
function feedFile({ type, lines }: FeedFile, { headers }: SandboxRequest, context: SandboxContext): Answer {
  const tag = `"${[slotOf(context.now), context.scale, context.share].join("-")}"`;
  if (headers["if-none-match"] === tag) return { status: 304, headers: { etag: tag }, body: "" };
  const plain = Readable.from(chunked(lines(context)));
  const zips = /\bgzip\b/.test(headers["accept-encoding"] ?? "");
  return {
    status: 200,
    headers: {
      "content-type": type,
      etag: tag,
      vary: "accept-encoding",
      ...(zips && { "content-encoding": "gzip" }),
    },
    body: zips ? plain.pipe(createGzip()) : plain,
  };
}

const CHUNK = 65_536;

function* chunked(lines: Iterable<string>): Generator<string, void, void> {
  let chunk = "";
  for (const line of lines) {
    chunk += line;
    if (chunk.length < CHUNK) continue;
    yield chunk;
    chunk = "";
  }
  if (chunk !== "") yield chunk;
}

function bench(query: URLSearchParams): Answer {
  try {
    const body = benchLines(benchOptions(query));
    return { status: 200, headers: { "content-type": "application/jsonl" }, body: Readable.from(body) };
  } catch (error) {
    if (error instanceof RangeError) return text(`${error.message}\n`, 400);
    throw error;
  }
}
