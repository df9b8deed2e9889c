import { createServer } from "node:http";
import type { Server, ServerResponse } from "node:http";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import * as z from "zod";
import type { HttpClient } from "../../http/client.ts";
import { HttpStatusError } from "../../http/errors.ts";
import type { OfferDraft } from "../../offer/model.ts";
import type { ListingEnd, Rejection } from "../adapter.ts";
import { CredentialsRefused, FeedUnreadable } from "../adapter.ts";
import { adapter as genericFeed } from "./index.ts";
import type { FeedCredentials } from "./index.ts";
import { zipOf } from "../../sandbox/zip.ts";

type Answer = (response: ServerResponse) => void;
const answers = new Map<string, Answer>();
let server: Server;
let origin: string;

beforeAll(async () => {
  server = createServer((request, response) => {
    const answer = answers.get(request.url ?? "") ?? ((missing) => missing.writeHead(404).end());
    answer(response);
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const address = server.address();
  origin = `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`;
});

afterAll(() => server.close());

/** Serves a body at a path of its own and gives its address. */
function served(body: string | Uint8Array, headers: Record<string, string> = {}, status = 200): string {
  const path = `/${answers.size}`;
  answers.set(path, (response) =>
    response.writeHead(status, { "content-length": Buffer.byteLength(body), ...headers }).end(body),
  );
  return origin + path;
}

const http: HttpClient = {
  async request({ url, headers }) {
    const response = await fetch(url, { headers: headers ?? {} });
    if (!response.ok)
      throw new HttpStatusError({ status: response.status, url, body: "", retryAfterMs: null });
    if (response.body === null) throw new TypeError("no body");
    return {
      status: response.status,
      headers: response.headers,
      url,
      body: response.body,
      text: () => response.text(),
      json: () => response.json(),
    };
  },
  conceal: () => undefined,
  totals: () => ({ calls: 0, retries: 0, throttles: 0, bytes: 0 }),
};

interface Listed {
  readonly pages: number[];
  readonly offers: OfferDraft[];
  readonly rejected: Rejection[];
  readonly end: ListingEnd;
}

async function list(given: object, credentials: FeedCredentials = {}): Promise<Listed> {
  const settings = genericFeed.settingsSchema.parse(given);
  const now = new Date("2026-11-20T12:00:00Z");
  const context = {
    credentials,
    settings,
    http,
    cursor: null,
    mode: "FULL",
    since: null,
    known: async function* () {},
    signal: new AbortController().signal,
    now,
  } as const;
  const listing = genericFeed.fetchOffers(context);
  const pages: number[] = [];
  const offers: OfferDraft[] = [];
  const rejected: Rejection[] = [];
  for (;;) {
    const next = await listing.next();
    if (next.done === true) return { pages, offers, rejected, end: next.value };
    pages.push(next.value.records.length);
    rejected.push(...(next.value.rejected ?? []));
    offers.push(
      ...next.value.records.flatMap(
        (record) => genericFeed.toOffer(record, { credentials, settings, now }) ?? [],
      ),
    );
  }
}

const MAP = { sourceOfferId: "id", title: "title", url: "link" };
const rows = (count: number): string =>
  `id,title,link\n${Array.from({ length: count }, (_, index) => `${index},T${index},https://s.example/${index}\n`).join("")}`;

describe("the two feeds every shop has", () => {
  test("a JSON list of Amazon links: price to the last digit, links unchanged, currency from the settings", async () => {
    const link = "https://www.amazon.ae/dp/B0FWKDDW2C?tag=mine-21";
    const { offers, end } = await list({
      url: served(
        `[{"id": 6890, "title": "討鬼伝2 (بني)", "price": 513.80, "image_link": "https://i/1", "affiliate_link": "${link}", "slug": "p"}]`,
      ),
      merchant: { name: "Amazon.ae", url: "https://www.amazon.ae" },
      currency: "AED",
      map: {
        sourceOfferId: "id",
        title: "title",
        price: "price",
        images: "image_link",
        trackingUrl: "affiliate_link",
      },
    });
    expect(end).toEqual({ coverage: "COMPLETE" });
    expect(offers).toEqual([
      expect.objectContaining({
        sourceOfferId: "6890",
        title: "討鬼伝2 (بني)",
        trackingUrl: link,
        images: ["https://i/1"],
        price: { amount: "513.80", currency: "AED" },
        merchant: { name: "Amazon.ae", domain: "https://www.amazon.ae" },
      }),
    ]);
  });

  test("a Google Merchant feed: an address and a merchant are all it takes", async () => {
    const xml =
      '<?xml version="1.0" encoding="UTF-8"?><rss xmlns:g="http://base.google.com/ns/1.0" version="2.0"><channel><item><g:id>1</g:id>' +
      "<g:title>جهاز</g:title><g:link>https://s.example/%D8%AC</g:link><g:price>6250.00 EGP</g:price></item></channel></rss>";
    const { offers, end } = await list({
      preset: "google-merchant-xml",
      url: served(xml),
      merchant: { name: "سوق" },
    });
    expect(end).toEqual({ coverage: "COMPLETE" });
    expect(offers[0]).toMatchObject({
      title: "جهاز",
      url: "https://s.example/%D8%AC",
      price: { amount: "6250.00", currency: "EGP" },
    });
  });
});

test("yields pages of 500 records that can't be resumed", async () => {
  expect((await list({ url: served(rows(1201)), map: MAP })).pages).toEqual([500, 500, 201]);
});

describe("packed files", () => {
  test("gzip is unpacked, whatever it is called", async () => {
    const { offers, end } = await list({
      url: served(gzipSync(rows(3)), { "content-type": "text/csv" }),
      map: MAP,
    });
    expect([offers.length, end.coverage]).toEqual([3, "COMPLETE"]);
  });

  test("a zip is unpacked, the entry chosen by a glob", async () => {
    const zip = zipOf({ "readme.txt": "nothing", "data/offers.csv": rows(2) });
    const decoder = { type: "ZipfileDecoder", entry: "*.csv", decoder: { type: "CsvDecoder" } };
    expect((await list({ url: served(zip), decoder, map: MAP })).offers).toHaveLength(2);
  });

  test("a gzip file that is cut off is unreadable", async () => {
    const cut = gzipSync(rows(2000)).subarray(0, -100);
    await expect(list({ url: served(cut), map: MAP })).rejects.toThrow(FeedUnreadable);
  });
});

describe("coverage", () => {
  test("lines without any proof of their end are PARTIAL", async () => {
    const path = `/${answers.size}`;
    answers.set(path, (response) => {
      response.useChunkedEncodingByDefault = false;
      response.shouldKeepAlive = false;
      response.write(rows(2));
      response.end();
    });
    const { offers, end } = await list({ url: origin + path, map: MAP });
    expect([offers.length, end.coverage]).toEqual([2, "PARTIAL"]);
    expect(end.reason).toMatch(/does not say how long/);
  });

  test("a feed of news is PARTIAL, because absence means nothing there", async () => {
    const { end } = await list({ preset: "rss", url: served("<rss><channel/></rss>") });
    expect(end).toEqual({ coverage: "PARTIAL", reason: expect.stringMatching(/newest records/) });
  });

  test("snapshot delta says so for any feed", async () => {
    expect((await list({ url: served(rows(1)), map: MAP, snapshot: { mode: "delta" } })).end.coverage).toBe(
      "PARTIAL",
    );
  });

  test("bad records are rejected by their place and do not spoil the rest", async () => {
    const { offers, rejected, end } = await list({
      url: served(`${rows(2)}ragged\n9,T,https://s.example/9\n`),
      map: MAP,
    });
    expect([offers.length, rejected[0]?.record, end.coverage]).toEqual([3, "line 4", "COMPLETE"]);
  });
});

describe("what is not the feed is unreadable", () => {
  test.each([
    ["an HTML page", "<!doctype html><html><body>Sign in</body></html>", {}, /HTML page came/],
    ["an empty body", "", {}, /body is empty/],
    [
      "another format than declared",
      "id,title\n",
      { decoder: { type: "JsonDecoder" } },
      /Expected a JSON document/,
    ],
    ["an error envelope", '{"error":"gone"}', {}, /keys "error"/],
    ["a cut-off document", '[{"id":"1","title":"T"', {}, /cut off/],
  ])("%s", async (_what, body, settings, message) => {
    const listing = list({ url: served(body), map: MAP, ...settings });
    await expect(listing).rejects.toThrow(FeedUnreadable);
    await expect(listing).rejects.toThrow(message);
  });
});

describe("refusals", () => {
  const authenticator = { type: "BearerAuthenticator", api_token: "{{ config['apiToken'] }}" };

  test("a refusal names the credential, never its value", async () => {
    const listing = list(
      { url: served("no", {}, 401), map: MAP, requester: { authenticator } },
      { apiToken: "s3cret" },
    );
    await expect(listing).rejects.toThrow(CredentialsRefused);
    await expect(listing).rejects.toThrow(/refused access \(401\) with the credentials apiToken/);
    await expect(listing).rejects.not.toThrow(/s3cret/);
  });

  test("a refusal without credentials says what to set", async () => {
    await expect(list({ url: served("no", {}, 403), map: MAP })).rejects.toThrow(
      /send no credentials.*requester\.authenticator/,
    );
  });

  test("any other status is the network's own error", async () => {
    await expect(list({ url: served("no", {}, 404), map: MAP })).rejects.toThrow(HttpStatusError);
  });
});

test("a record filter leaves records out by rule", async () => {
  const settings = {
    url: served(rows(10)),
    map: MAP,
    record_selector: { record_filter: { condition: "{{ record.id < 4 }}" } },
  };
  expect((await list(settings)).offers).toHaveLength(4);
});

test("transformations rename keys before the map reads them", async () => {
  const settings = {
    url: served("ID;Title;Link URL\n1;T;https://s/1\n"),
    transformations: [{ type: "KeysToSnakeCase" }],
    map: { ...MAP, url: "link_url" },
  };
  expect((await list(settings)).offers[0]).toMatchObject({ sourceOfferId: "1", url: "https://s/1" });
});

test("feeds of one host share a quota, and a secret address is not shown in it", () => {
  const key = (url: string) =>
    genericFeed.quotaKey({ feedUrl: url }, genericFeed.settingsSchema.parse({ preset: "rss" }));
  expect(key("https://a.example/1?key=s3cret")).toBe(key("https://a.example/2"));
  expect(key("https://a.example/1")).not.toBe(key("https://b.example/1"));
  expect(key("https://a.example/1?key=s3cret")).not.toContain("a.example");
});

test("credentials: unknown fields are errors, and every known one is described", () => {
  expect(genericFeed.credentialsSchema.safeParse({ apitoken: "x" }).error?.issues[0]?.message).toContain(
    'did you mean "apiToken"?',
  );
  const schema = z.toJSONSchema(genericFeed.credentialsSchema);
  expect(genericFeed.credentialFields.map(({ name }) => name)).toEqual(Object.keys(schema.properties ?? {}));
});
