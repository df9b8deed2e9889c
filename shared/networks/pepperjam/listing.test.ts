/** Pepperjam's envelope, quota, suppressed codes and products, against the sandbox. */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { listed } from "../../sandbox/listed.ts";
import type { Lie } from "../../sandbox/lies.ts";
import { type Sandboxes, startSandboxes } from "../../sandbox/server.ts";
import { adapter } from "./index.ts";
import { pepperjamSandboxCredentials as credentials, sandbox } from "./sandbox/index.ts";

const NOW = new Date("2026-11-20T12:00:30Z");
let servers: Sandboxes;
beforeEach(async () => {
  servers = await startSandboxes({ sandboxes: [sandbox.create()], now: () => NOW });
});
afterEach(() => servers.close());

const list = (settings: object, ...lies: readonly Lie[]) => {
  servers.tell(...lies);
  return listed(adapter, { origin: servers.origin, now: NOW, credentials, settings });
};
const queries = (resource: string) =>
  servers.exchanges
    .filter(({ path }) => path.split("?")[0]?.endsWith(resource))
    .map(({ path }) => new URLSearchParams(path.split("?")[1]));
const answering = (code: number, status: number, path: string | RegExp): Lie => ({
  kind: "status",
  status,
  body: JSON.stringify({ meta: { status: { code, message: "says so" } }, data: [] }),
  path,
});

describe("the envelope", () => {
  test("with 401 in it is a refusal, whatever the status around it", async () => {
    await expect(list({}, answering(401, 200, "/20120402/"))).rejects.toThrow(
      /refused apiKey.*Resources > API Keys.*network partnerize/,
    );
  });

  test("with 503 in it is asked again", async () => {
    const { end } = await list({}, { ...answering(503, 200, "/20120402/"), times: 2 });
    expect(end.coverage).toBe("COMPLETE");
  });

  test("of a day whose requests are used up ends the run, and what came before stays", async () => {
    const spent: Lie = {
      kind: "error-body",
      path: /creative\/coupon/,
      body: {
        meta: {
          status: { code: 200 },
          pagination: { total_results: 2, total_pages: 2, next: { rel: "next", href: "x" } },
          requests: { current: 1500, maximum: 1500 },
        },
        data: [
          { id: "1", name: "Save", code: "https://www.pntra.com/t/3-1-1-1", program_id: "1", coupon: "none" },
        ],
      },
    };
    await expect(list({ pull: ["coupons"] }, spent)).rejects.toThrow(
      /quota of 1500 requests a day is used up/,
    );
  });

  test("around a single row is read like a list", async () => {
    const single: Lie = {
      kind: "error-body",
      path: /creative\/coupon/,
      body: {
        meta: { status: { code: 200 } },
        data: {
          id: "1",
          name: "Save",
          code: "https://www.pntra.com/t/3-1-1-1",
          program_id: "1",
          coupon: "X",
        },
      },
    };
    const { offers } = await list({ pull: ["coupons"], suppressedCodes: false }, single);
    expect(offers.map(({ couponCode }) => couponCode)).toEqual(["X"]);
  });
});

describe("suppressed codes", () => {
  test("are left out, and only there where they are suppressed", async () => {
    const all = await list({ pull: ["coupons"], suppressedCodes: false });
    expect(queries("suppressed-codes")).toEqual([]);
    const allowed = await list({ pull: ["coupons"] });
    const left = all.offers.length - allowed.offers.length;
    expect(left).toBeGreaterThan(0);
    expect(left).toBeLessThan(all.offers.length / 5);
    const asked = queries("suppressed-codes").map((query) => query.get("programId"));
    expect(new Set(asked).size).toBe(asked.length);
  });

  test("that cannot be asked for are said, and the coupons come", async () => {
    const { offers, end } = await list({ pull: ["coupons"] }, answering(404, 404, /suppressed-codes/));
    expect(end).toMatchObject({
      coverage: "PARTIAL",
      reason: expect.stringContaining("set suppressedCodes to false"),
    });
    expect(offers.length).toBeGreaterThan(300);
  });

  test("of another programme are not believed", async () => {
    const other: Lie = {
      kind: "error-body",
      path: /suppressed-codes/,
      body: { meta: { status: { code: 200 } }, data: [{ program_id: "1", code: "X" }] },
    };
    await expect(list({ pull: ["coupons"] }, other)).rejects.toThrow(/another programme's suppressed codes/);
  });
});

test("products are asked for by programIds, of the programmes that are wanted", async () => {
  const [first] = (await list({ pull: ["products"] })).offers.map(
    ({ sourceOfferId }) => sourceOfferId.split(":")[1],
  );
  const before = queries("creative/product").length;
  const { offers } = await list({ pull: ["products"], programIds: [Number(first)] });
  expect(
    queries("creative/product")
      .slice(before)
      .map((query) => query.get("programIds")),
  ).toEqual([first]);
  expect(offers.every(({ sourceOfferId }) => sourceOfferId.startsWith(`product:${first}:`))).toBe(true);
});

test("programmes that are not joined come where they are asked for, and say so", async () => {
  const { offers } = await list({ pull: ["programmes"], statuses: ["joined", "applied"] });
  expect(new Set(offers.map(({ joinStatus }) => joinStatus))).toEqual(new Set(["JOINED", "PENDING"]));
});
