/** What is special to FlexOffers' API, against its sandbox. */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { listed } from "../../sandbox/listed.ts";
import type { Lie } from "../../sandbox/lies.ts";
import { type Sandboxes, startSandboxes } from "../../sandbox/server.ts";
import { CredentialsRefused } from "../adapter.ts";
import { listPage } from "./api.ts";
import { adapter } from "./index.ts";
import { flexoffersSandboxCredentials } from "./sandbox/credentials.ts";
import { sandbox } from "./sandbox/index.ts";

const NOW = new Date("2026-11-20T12:00:30Z");
let servers: Sandboxes;
beforeEach(async () => {
  servers = await startSandboxes({ sandboxes: [sandbox.create()], now: () => NOW });
});
afterEach(() => servers.close());

const list = (settings: object = {}, ...lies: readonly Lie[]) => {
  servers.tell(...lies);
  return listed(adapter, {
    origin: servers.origin,
    now: NOW,
    credentials: flexoffersSandboxCredentials,
    settings,
  });
};
const calls = (path: string): string[] =>
  servers.exchanges.filter((each) => each.path.startsWith(path)).map((each) => each.path);
const ids = ({ offers }: Awaited<ReturnType<typeof list>>): string[] =>
  offers.map(({ sourceOfferId }) => sourceOfferId).toSorted();

const promotionsOnly = { pull: ["promotions"] };

describe("promotions", () => {
  test("are asked for in one list without any filter", async () => {
    const { end } = await list(promotionsOnly);
    expect(end).toEqual({ coverage: "COMPLETE" });
    expect(calls("/v3/promotions")[0]).toBe("/v3/promotions?page=1&pageSize=100");
    expect(
      calls("/v3/promotions").every((path) => /^\/v3\/promotions\?page=\d&pageSize=100$/.test(path)),
    ).toBe(true);
  });

  test("come advertiser by advertiser when the settings say, and are the same", async () => {
    const whole = await list(promotionsOnly);
    const single = await list({ ...promotionsOnly, promotionsByAdvertiser: true });
    expect(ids(single)).toEqual(ids(whole));
    expect(single.end).toEqual({ coverage: "COMPLETE" });
  });

  test("have domain, country and commission of their advertiser's programme", async () => {
    const { offers } = await list(promotionsOnly);
    const [first] = offers;
    expect(first?.merchant?.domain).toMatch(/^https:\/\/www\..*\.example$/);
    expect(first?.countries).toHaveLength(1);
    expect(offers.every(({ commission }) => commission !== null)).toBe(true);
  });
});

describe("a page size that FlexOffers does not take", () => {
  const refused: Lie = {
    kind: "status",
    status: 400,
    body: '{"message":"pageSize must be one of 10."}',
    path: /\/promotions\?.*pageSize=100/,
  };

  test("is brought down to 10, and everything comes", async () => {
    const honest = await list({ ...promotionsOnly, pageSize: 50 });
    const listing = await list(promotionsOnly, refused);
    expect(ids(listing)).toEqual(ids(honest));
    expect(listing.end).toEqual({ coverage: "COMPLETE" });
  });

  test("in the middle of a list goes on at the same row", async () => {
    const honest = await list(promotionsOnly);
    const listing = await list(promotionsOnly, { ...refused, after: 2 });
    expect(ids(listing)).toEqual(ids(honest));
    expect(calls("/v3/promotions").some((path) => path.endsWith("page=21&pageSize=10"))).toBe(true);
  });

  test("and not 10 either ends the listing with what FlexOffers says", async () => {
    const always: Lie = { ...refused, path: "/v3/promotions" };
    await expect(list(promotionsOnly, always)).rejects.toThrow(/pageSize must be one of 10/);
  });
});

describe("programmes", () => {
  test("are asked for 25 at a time, with a capital P", async () => {
    await list({ pull: ["programmes"] });
    expect(calls("/v3/advertisers")[0]).toBe(
      "/v3/advertisers?ProgramStatus=Approved&ApplicationStatus=Approved&Page=1&pageSize=25",
    );
  });

  test("come however the publisher stands with them", async () => {
    const { offers, end } = await list({
      pull: ["programmes"],
      applicationStatuses: ["Pending", "Declined", "Not Applied For"],
    });
    expect(new Set(offers.map(({ joinStatus }) => joinStatus))).toEqual(
      new Set(["PENDING", "DECLINED", "AVAILABLE"]),
    );
    expect(end).toEqual({ coverage: "COMPLETE" });
  });
});

describe("products", () => {
  test("of one catalogue are asked for by its number", async () => {
    const { offers } = await list({ pull: ["products"], catalogIds: ["7702"] });
    expect(offers.length).toBeGreaterThan(50);
    expect(calls("/v3/products/full").every((path) => path.includes("cid=7702"))).toBe(true);
  });

  test("of subscribed feeds are the same as the API's", async () => {
    const pull = { pull: ["products"], catalogIds: ["7701", "7702", "7703"] };
    const [api, feeds] = [await list(pull), await list({ ...pull, productsFrom: "feeds" })];
    const shown = ({ offers }: typeof api) =>
      offers
        .map(({ sourceOfferId, title, price, merchant, gtin }) => ({
          sourceOfferId,
          title,
          amount: Number(price?.amount),
          merchant,
          gtin,
        }))
        .toSorted((one, other) => (one.sourceOfferId < other.sourceOfferId ? -1 : 1));
    expect(shown(feeds)).toEqual(shown(api));
    expect(feeds.end).toEqual({ coverage: "COMPLETE" });
  });

  test("of a feed that fails are missed, and the other feeds go on", async () => {
    const settings = { pull: ["products"], productsFrom: "feeds" };
    const whole = await list(settings);
    const { end, offers } = await list(settings, { kind: "html", path: "/csv/7702" });
    expect(end.coverage).toBe("PARTIAL");
    expect(end.reason).toMatch(/product feed \d+\/7702: /);
    expect(offers.length).toBeLessThan(whole.offers.length);
    expect(offers.length).toBeGreaterThan(100);
  });

  test("of feeds are fetched without the key, which is not for their host", async () => {
    await list({ pull: ["products"], productsFrom: "feeds" });
    expect(servers.exchanges.filter(({ host }) => host === "feeds.flexoffers.com")).toHaveLength(3);
    expect(servers.exchanges.every(({ status }) => status === 200)).toBe(true);
  });
});

describe("statuses that mean something else here", () => {
  test("204 is a list with nothing on it", async () => {
    const nothing: Lie = { kind: "status", status: 204, path: "/v3/promotions" };
    expect(await list(promotionsOnly, nothing)).toMatchObject({ offers: [], end: { coverage: "COMPLETE" } });
  });

  test("403 is throttling until it has come four times, and then one of two things", async () => {
    const forbidden: Lie = { kind: "status", status: 403, path: "/v3/promotions" };
    await expect(list(promotionsOnly, forbidden)).rejects.toThrow(/forbidden or throttled/);
    expect(calls("/v3/promotions")).toHaveLength(4);
  });

  test("401 is the key's fault, and asked for once only", async () => {
    const refused: Lie = { kind: "status", status: 401, path: "/v3/promotions" };
    await expect(list(promotionsOnly, refused)).rejects.toThrow(CredentialsRefused);
    expect(calls("/v3/promotions")).toHaveLength(1);
  });

  test("400 with a word of maintenance is tried again", async () => {
    const maintenance: Lie = {
      kind: "status",
      status: 400,
      body: '{"message":"System is under maintenance"}',
      path: "/v3/promotions",
      times: 2,
    };
    expect((await list(promotionsOnly, maintenance)).end).toEqual({ coverage: "COMPLETE" });
    expect(calls("/v3/promotions")[2]).toContain("pageSize=100");
  });

  test("200 with a resultType other than Success is an error, and says what FlexOffers says", async () => {
    const failed: Lie = {
      kind: "error-body",
      body: { messages: ["Invalid domain"], resultType: "Error", results: null },
      path: "/v3/promotions",
    };
    await expect(list(promotionsOnly, failed)).rejects.toThrow(/“Error”: \["Invalid domain"\]/);
  });
});

describe("a page", () => {
  test("may be an envelope in any casing, a bare list, or nothing", () => {
    const envelope = { PageNumber: 1, PageSize: 100, TotalCount: 1, ResultType: "Success", Results: [{}] };
    expect(listPage(envelope, "/x")).toEqual({ rows: [{}], total: 1, size: 100 });
    expect(listPage([{}, {}], "/x")).toEqual({ rows: [{}, {}], total: null, size: null });
    expect(listPage(null, "/x")).toEqual({ rows: [], total: null, size: null });
    expect(listPage({ resultType: "Success", results: null }, "/x").rows).toEqual([]);
  });

  test("is not anything else", () => {
    expect(() => listPage({ message: "hello" }, "/x")).toThrow(/holds no list “results”/);
  });
});

test("a key that is no GUID is refused before anything is asked", () => {
  expect(() => adapter.credentialsSchema.parse({ apiKey: "Bearer abc" })).toThrow(/must be the key alone/);
});
