import { randomBytes } from "node:crypto";
import { gunzipSync } from "node:zlib";
import { setImmediate } from "node:timers/promises";
import express from "express";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { anonymous } from "../../shared/access/caller.ts";
import { projectOffers } from "../../shared/readmodel/project.ts";
import { sampleRecord } from "../../shared/readmodel/records.fixture.ts";
import type { GraphqlContext } from "../context.ts";
import { restApi } from "../rest/api.ts";
import type { Execute } from "../rest/execute.ts";
import { schemaText, startTestApi, type TestApi } from "./api.fixture.ts";
import { restRouter } from "./rest.ts";

const COUNT = 450;
const name = (n: number): string => String(n).padStart(3, "0");

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
  api.role = "READER";
  const records = Array.from({ length: COUNT }, (_, n) =>
    sampleRecord({
      sourceOfferId: name(n),
      content: { images: ["https://img.example/1.jpg"], kind: n % 2 === 0 ? "PRODUCT" : "COUPON" },
    }),
  );
  await projectOffers(api.model.db, records);
}, 60_000);
afterAll(() => api.stop());

const all = Array.from({ length: COUNT }, (_, n) => `src:${name(n)}`);

interface File {
  readonly status: number;
  readonly headers: Headers;
  readonly bytes: Buffer;
  readonly text: string;
}

async function download(path: string, init: RequestInit = {}): Promise<File> {
  const response = await fetch(api.server.restUrl + path, init);
  const bytes = Buffer.from(await response.arrayBuffer());
  return { status: response.status, headers: response.headers, bytes, text: bytes.toString("utf8") };
}

const lines = (text: string): string[] => text.split("\n").slice(0, -1);
const idsOf = (text: string): string[] => lines(text).map((line) => (JSON.parse(line) as { id: string }).id);

describe("an export", () => {
  test("holds each offer once, by id, over all pages, as one offer is shown", async () => {
    const { status, headers, text } = await download("/offers/export");
    expect([status, headers.get("content-type")]).toEqual([200, "application/x-ndjson"]);
    expect(headers.get("content-disposition")).toBe('attachment; filename="offers.jsonl"');
    expect(idsOf(text)).toEqual(all);
    expect(JSON.parse(lines(text)[0] ?? "")).toMatchObject({ id: "src:000", price: { amount: "80.00" } });
  });

  test("takes the filter of lists, as parameters or as a body", async () => {
    const coupons = all.filter((_, n) => n % 2 === 1);
    expect(idsOf((await download("/offers/export?kinds=COUPON&country=DE")).text)).toEqual(coupons);
    const { text } = await download("/offers/export", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ format: "jsonl", filter: { kinds: ["COUPON"] } }),
    });
    expect(idsOf(text)).toEqual(coupons);
  });

  test.each(["jsonl", "csv", "google-merchant"])(
    "of %s that broke off goes on after its last whole line, without a gap or a repeat",
    async (format) => {
      const { text } = await download(`/offers/export?format=${format}`);
      for (const broken of [text.slice(0, text.length / 3), text.slice(0, -30)]) {
        const kept = broken.slice(0, broken.lastIndexOf("\n") + 1);
        const last = [...kept.matchAll(/src:\d+/g)].at(-1)?.[0] ?? "";
        const rest = await download(`/offers/export?format=${format}&after=${encodeURIComponent(last)}`);
        // The counts of what was left out are those of each page.
        const counted = /<!-- left out.*-->\n/g;
        expect((kept + rest.text).replaceAll(counted, "")).toBe(text.replaceAll(counted, ""));
      }
    },
  );

  test.each(["jsonl", "csv"])("of %s in parts by Link is the whole file", async (format) => {
    const parts: string[] = [];
    let path: string | undefined = `/offers/export?format=${format}&limit=200&merchantIds=shop.example`;
    while (path !== undefined) {
      const { headers, text }: File = await download(path);
      parts.push(text);
      path = /^<\/api([^>]+)>; rel="next"$/.exec(headers.get("link") ?? "")?.[1];
    }
    expect(parts).toHaveLength(3);
    expect(parts.join("")).toBe((await download(`/offers/export?format=${format}`)).text);
  });

  test("by a body goes on by the same body at the address of Link", async () => {
    const post = (path: string) =>
      download(path, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ filter: { kinds: ["COUPON"] }, limit: 200 }),
      });
    const first = await post("/offers/export");
    const [, next = ""] = /^<\/api([^>]+)>/.exec(first.headers.get("link") ?? "") ?? [];
    const second = await post(next);
    expect(idsOf(first.text + second.text)).toEqual(all.filter((_, n) => n % 2 === 1));
    expect(second.headers.has("link")).toBe(false);
  });

  test("is compressed for who accepts it, and as a file for who asks for one", async () => {
    const plain = await download("/offers/export", { headers: { "accept-encoding": "identity" } });
    expect(plain.headers.get("content-encoding")).toBeNull();
    const encoded = await download("/offers/export", { headers: { "accept-encoding": "br, gzip;q=0.5" } });
    expect(encoded.headers.get("content-encoding")).toBe("gzip");
    expect(encoded.text).toBe(plain.text);
    const refused = await download("/offers/export", { headers: { "accept-encoding": "gzip;q=0, br" } });
    expect(refused.headers.get("content-encoding")).toBeNull();
    const file = await download("/offers/export?format=jsonl.gz");
    expect(file.headers.get("content-type")).toBe("application/gzip");
    expect(gunzipSync(file.bytes).toString("utf8")).toBe(plain.text);
    const part = await download("/offers/export?format=jsonl.gz&limit=10");
    expect(idsOf(gunzipSync(part.bytes).toString("utf8"))).toEqual(all.slice(0, 10));
  });

  test("names where the change log stood, from which a copy is kept up to date", async () => {
    const { headers } = await download("/offers/export?limit=1");
    await projectOffers(api.model.db, [sampleRecord({ sourceOfferId: name(7), version: 2 })]);
    const { text } = await download(`/offers/changes?since=${headers.get("changes-cursor")}`);
    expect(JSON.parse(text)).toMatchObject({ nodes: [{ offerId: "src:007", version: 2 }], hasMore: false });
  });

  test("that is refused is refused with a status, before it begins", async () => {
    expect((await download("/offers/export?statuses=HIDDEN")).status).toBe(403);
    expect((await download("/offers/export?format=xls")).status).toBe(400);
    expect((await download("/offers/export?after=garbage")).status).toBe(400);
    expect((await download("/offers/export?limit=2001")).status).toBe(400);
    expect((await download("/offers/export?orderBy=TOP")).status).toBe(400);
  });

  test("is asked for by HEAD without being read", async () => {
    const { status, bytes, headers } = await download("/offers/export", { method: "HEAD" });
    expect([status, bytes.length, headers.has("changes-cursor")]).toEqual([200, 0, true]);
  });
});

/** Answers with pages for ever, and counts them. */
function endless(): { readonly execute: Execute; readonly pages: () => number } {
  let pages = 0;
  const description = randomBytes(500).toString("hex");
  const nodes = Array.from({ length: 200 }, (_, n) => ({ id: `src:${n}`, description }));
  return {
    execute: async ({ variables }) => {
      if (variables["offers"] === true) pages += 1;
      const data = { offerChanges: { cursor: "c" }, offers: { nodes, pageInfo: { hasNextPage: true } } };
      return { data, errors: [], retryAfter: null };
    },
    pages: () => pages,
  };
}

const request = (query: string) => ({
  method: "GET",
  path: "/offers/export",
  query: new URLSearchParams(query),
  headers: {},
  body: "",
});

describe("a reader", () => {
  test.each(["gzip", "identity"])("who stops ends the work (%s)", async (encoding) => {
    const { execute, pages } = endless();
    const app = express();
    const apollo = {
      executeOperation: async ({ variables }: { variables: Record<string, unknown> }) => ({
        body: { kind: "single", singleResult: await execute({ query: "", variables }) },
        http: { headers: new Map() },
      }),
    };
    app.use(
      restRouter({
        apollo: apollo as unknown as Parameters<typeof restRouter>[0]["apollo"],
        schemaText,
        context: async () => anonymous([]) as unknown as GraphqlContext,
        maxBody: 1_000_000,
        onError: (error) => {
          throw error;
        },
      }),
    );
    const server = app.listen(0, "127.0.0.1");
    await once(server, "listening");
    const closed = new Promise((resolve) =>
      server.on("request", (_, response) => response.on("close", resolve)),
    );
    const { port } = server.address() as AddressInfo;
    const abort = new AbortController();
    const response = await fetch(`http://127.0.0.1:${port}/offers/export`, {
      signal: abort.signal,
      headers: { "accept-encoding": encoding },
    });
    await response.body?.getReader().read();
    abort.abort();
    await closed;
    const turns = async () => {
      for (let turn = 0; turn < 100; turn++) await setImmediate();
      return pages();
    };
    // What was under way is not called back.
    const settled = await turns();
    expect(await turns()).toBe(settled);
    server.close();
  });

  test("on a host whose answers are bounded gets parts that fit", async () => {
    const { execute, pages } = endless();
    const handle = restApi({
      openApi: async () => "{}",
      onError: () => undefined,
      exportBounds: { offers: 2_000, bytes: 500_000, ms: Infinity },
    });
    const { headers, body } = await handle(request("format=jsonl"), execute);
    expect(typeof body).toBe("string");
    expect([pages(), headers["link"]]).toEqual([
      3,
      '</api/offers/export?format=jsonl&after=src%3A199>; rel="next"',
    ]);
  });

  test("who asks for more than their rate allows is slowed, not cut off", async () => {
    let turns = 0;
    const limited: Execute = async ({ variables }) => {
      turns += 1;
      const errors = turns === 3 ? [{ code: "RATE_LIMITED", message: "m" }] : [];
      const last = variables["after"] === "src:1";
      const page = { nodes: [{ id: last ? "src:2" : "src:1" }], pageInfo: { hasNextPage: !last } };
      return { data: { offerChanges: { cursor: "c" }, offers: page }, errors, retryAfter: "0.01" };
    };
    const handle = restApi({ openApi: async () => "{}", onError: () => undefined, exportBounds: null });
    const { body } = await handle(request(""), limited);
    const text = (await Array.fromAsync(body as AsyncIterable<string>)).join("");
    expect([idsOf(text), turns]).toEqual([["src:1", "src:2"], 4]);
    const refused = await handle(request("after=src:0"), async () => ({
      data: null,
      errors: [{ code: "RATE_LIMITED", message: "m" }],
      retryAfter: "7",
    }));
    expect([refused.status, refused.headers["retry-after"]]).toEqual([429, "7"]);
  });

  test("is told by a broken connection when a page cannot be read", async () => {
    const broken: Execute = async ({ variables }) => {
      if (variables["after"] === "src:1") throw new Error("the database is gone");
      const page = { nodes: [{ id: "src:1" }], pageInfo: { hasNextPage: true } };
      return { data: { offerChanges: { cursor: "c" }, offers: page }, errors: [], retryAfter: null };
    };
    const handle = restApi({ openApi: async () => "{}", onError: () => undefined, exportBounds: null });
    const { body } = await handle(request(""), broken);
    await expect(Array.fromAsync(body as AsyncIterable<string>)).rejects.toThrow("the database is gone");
  });
});
