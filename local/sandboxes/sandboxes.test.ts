import { afterEach, describe, expect, test } from "vitest";
import { SLOT_MS, stateOf } from "../../shared/sandbox/catalogue.ts";
import type { Sandboxes, SandboxesOptions } from "../../shared/sandbox/server.ts";
import { startAllSandboxes } from "./start.ts";

const NOW = new Date("2026-11-20T12:00:00Z");
const FEED = "/products.json";

const open: Sandboxes[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((sandboxes) => sandboxes.close()));
});

async function start(options: Partial<SandboxesOptions> = {}): Promise<Sandboxes> {
  const sandboxes = await startAllSandboxes({ now: () => NOW, ...options });
  open.push(sandboxes);
  return sandboxes;
}

const ask = (sandboxes: Sandboxes, path: string, host = "feeds.sandbox.example"): Promise<Response> =>
  fetch(sandboxes.origin + path, { headers: { "x-forwarded-host": host } });

interface Product {
  sku: string;
  name: string;
}
async function products(sandboxes: Sandboxes): Promise<string[]> {
  const answer = (await (await ask(sandboxes, FEED)).json()) as { catalogue: { products: Product[] } };
  return answer.catalogue.products.map((product) => JSON.stringify(product));
}

async function idsAt(time: Date): Promise<string[]> {
  const listed = await products(await start({ now: () => time }));
  return listed.map((product) => (JSON.parse(product) as Product).sku);
}

describe("the catalogue", () => {
  test("is the same in two sandboxes and all through a slot", async () => {
    const later = new Date(NOW.getTime() + SLOT_MS - 1);
    const [first, second] = [await start(), await start({ now: () => later })];
    expect(await products(second)).toEqual(await products(first));
  });

  test("changes a little from one slot to the next", async () => {
    const [first, second] = [await start(), await start({ now: () => new Date(NOW.getTime() + SLOT_MS) })];
    const before = new Set(await products(first));
    const after = await products(second);
    const changed = after.filter((product) => !before.has(product)).length;
    expect(changed).toBeGreaterThan(0);
    expect(changed).toBeLessThan(after.length * 0.03);
  });

  test("loses some items and gains others over a day", async () => {
    const before = await idsAt(NOW);
    const after = await idsAt(new Date(NOW.getTime() + 86_400_000));
    const gone = before.filter((id) => !after.includes(id)).length;
    expect(gone).toBeGreaterThan(0);
    expect(gone).toBeLessThan(before.length / 2);
    expect(after.some((id) => !before.includes(id))).toBe(true);
  });

  test("changes about one item in two hundred in a slot", () => {
    const items = Array.from({ length: 20_000 }, (_, index) => index);
    const moved = items.filter(
      (index) => stateOf("t", index, 1001).revision !== stateOf("t", index, 1000).revision,
    );
    expect(moved.length).toBeGreaterThan(60);
    expect(moved.length).toBeLessThan(180);
  });

  test("grows with the scale", async () => {
    const half = await products(await start({ scale: 0.5 }));
    expect(half.length).toBeGreaterThan(1450);
    expect(half.length).toBeLessThanOrEqual(1500);
  });
});

describe("the feeds of no network", () => {
  test("are a Google Merchant feed, a JSON export and an RSS feed", async () => {
    const sandboxes = await start();
    const count = async (path: string): Promise<number> =>
      (await (await ask(sandboxes, path)).text()).split("<item>").length - 1;
    expect(await count("/google-merchant.xml")).toBeGreaterThan(970);
    expect(await count("/deals.rss")).toBeGreaterThan(55);
    expect((await products(sandboxes)).length).toBeGreaterThan(2950);
  });

  test("answer 304 while nothing has changed", async () => {
    const sandboxes = await start();
    const tag = (await ask(sandboxes, FEED)).headers.get("etag") ?? "";
    const headers = { "x-forwarded-host": "feeds.sandbox.example", "if-none-match": tag };
    expect((await fetch(sandboxes.origin + FEED, { headers })).status).toBe(304);
  });

  test("stream as many benchmark records as asked for, a share of which each revision changes", async () => {
    const sandboxes = await start();
    const lines = async (revision: number): Promise<string[]> => {
      const answer = await ask(sandboxes, `/bench.jsonl?items=20000&changed=2&revision=${revision}`);
      return (await answer.text()).trimEnd().split("\n");
    };
    const [before, after] = [await lines(1), await lines(2)];
    const changed = after.filter((line, index) => line !== before[index]).length;
    expect([before.length, after.length]).toEqual([20_000, 20_000]);
    expect(changed).toBeGreaterThan(300);
    expect(changed).toBeLessThan(500);
  });

  test("refuse a benchmark beyond their range", async () => {
    const answer = await ask(await start(), "/bench.jsonl?items=-1");
    expect([answer.status, await answer.text()]).toEqual([
      400,
      "items must be a number from 0 to 10000000\n",
    ]);
  });
});

test("a host without a sandbox is named, with those that have one", async () => {
  const answer = await ask(await start(), "/", "api.unknown.example");
  expect(answer.status).toBe(502);
  expect(await answer.text()).toMatch(/No sandbox serves api\.unknown\.example\. .*api\.awin\.com/);
});

describe("a lie", () => {
  test("of a status is told as often as asked, and then the truth", async () => {
    const sandboxes = await start({ lies: [{ kind: "status", status: 503, times: 2 }] });
    const statuses = [];
    for (let call = 0; call < 3; call += 1) statuses.push((await ask(sandboxes, FEED)).status);
    expect(statuses).toEqual([503, 503, 200]);
  });

  test("concerns only its host and path", async () => {
    const sandboxes = await start({ lies: [{ kind: "html", path: "/deals.rss" }] });
    expect((await ask(sandboxes, FEED)).headers.get("content-type")).toBe("application/json");
    expect((await ask(sandboxes, "/deals.rss")).headers.get("content-type")).toBe("text/html");
  });

  test("of throttling says nothing on when to come back", async () => {
    const answer = await ask(await start({ lies: [{ kind: "throttled" }] }), FEED);
    expect([answer.status, answer.headers.get("retry-after")]).toEqual([429, null]);
  });

  test("of success carries an error", async () => {
    const answer = await ask(await start({ lies: [{ kind: "error-body" }] }), FEED);
    expect([answer.status, await answer.json()]).toMatchObject([200, { error: "exception" }]);
  });

  test("cuts a body short in good order, or with the connection", async () => {
    const gentle = await ask(await start({ lies: [{ kind: "truncated", bytes: 500 }] }), "/bench.jsonl");
    expect((await gentle.arrayBuffer()).byteLength).toBe(500);
    const abrupt = await ask(
      await start({ lies: [{ kind: "truncated", bytes: 500, abrupt: true }] }),
      "/bench.jsonl",
    );
    await expect(abrupt.text()).rejects.toThrow("terminated");
  });

  test("repeats a page, whichever is asked for", async () => {
    const sandboxes = await start({ lies: [{ kind: "repeated-page", host: "api.awin.com" }] });
    const page = async (path: string): Promise<string> => (await ask(sandboxes, path, "api.awin.com")).text();
    expect(await page("/accounts?page=2")).toBe(await page("/accounts?page=1"));
  });

  test("freezes a catalogue", async () => {
    const frozen = await start({
      lies: [{ kind: "frozen", at: NOW }],
      now: () => new Date("2027-01-01T00:00:00Z"),
    });
    expect(await products(frozen)).toEqual(await products(await start()));
  });

  test("hides a part of a listing", async () => {
    const sandboxes = await start({ lies: [{ kind: "partial", share: 0.1 }] });
    expect((await products(sandboxes)).length).toBeLessThanOrEqual(300);
  });

  test("of slowness is still the truth, and ends when the lies are cleared", async () => {
    const sandboxes = await start();
    sandboxes.tell({ kind: "slow", ms: 20 }, { kind: "html" });
    expect((await ask(sandboxes, FEED)).headers.get("content-type")).toBe("text/html");
    sandboxes.clearLies();
    expect((await ask(sandboxes, FEED)).headers.get("content-type")).toBe("application/json");
  });
});
