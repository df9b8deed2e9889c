/** Awin's published contract, as its sandbox keeps it. */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Sandboxes, startSandboxes } from "../../../sandbox/server.ts";
import { awinSandboxCredentials } from "./credentials.ts";
import { sandbox } from "./index.ts";

const { accessToken, publisherId, dataFeedApiKey } = awinSandboxCredentials;
const authorization = { authorization: `Bearer ${accessToken}` };

let sandboxes: Sandboxes;
beforeEach(async () => {
  sandboxes = await startSandboxes({
    sandboxes: [sandbox.create()],
    now: () => new Date("2026-11-20T12:00:00Z"),
  });
});
afterEach(() => sandboxes.close());

const ask = (path: string, init: RequestInit = {}, host = "api.awin.com"): Promise<Response> =>
  fetch(sandboxes.origin + path, { ...init, headers: { ...init.headers, "x-forwarded-host": host } });

const get = async (path: string): Promise<unknown> => (await ask(path, { headers: authorization })).json();

interface Promotions {
  data: {
    promotionId?: number;
    advertiser: { joined: boolean };
    type: string;
    startDate: string;
    voucher?: object;
  }[];
  pagination: { page: number; pageSize: number; total: number };
}
async function promotions(body: object | string): Promise<Promotions> {
  const answer = await ask(`/publisher/${publisherId}/promotions`, {
    method: "POST",
    headers: { ...authorization, "content-type": "application/json" },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });
  return (await answer.json()) as Promotions;
}

describe("access", () => {
  test("without a token is refused in Awin's words", async () => {
    const answer = await ask(`/publishers/${publisherId}/programmes`);
    expect([answer.status, await answer.json()]).toEqual([
      401,
      { error: "unauthorized", description: "Full authentication is required to access this resource" },
    ]);
  });

  test("to promotions with the token in the query finds nothing", async () => {
    const path = `/publisher/${publisherId}/promotions?accessToken=${accessToken}`;
    const answer = await ask(path, { method: "POST", body: "{}" });
    expect([answer.status, ((await answer.json()) as Promotions).data]).toEqual([200, []]);
  });

  test("to programmes works with the token in the query", async () => {
    const answer = await ask(`/publishers/${publisherId}/programmes?accessToken=${accessToken}`);
    expect(answer.status).toBe(200);
  });

  test("to another publisher's account is refused", async () => {
    expect((await ask("/publishers/1/programmes", { headers: authorization })).status).toBe(403);
  });

  test("beyond the quota is throttled, without a word on when to come back", async () => {
    const answers: (readonly [number, string | null])[] = [];
    for (let call = 0; call < 45; call += 1) {
      const { status, headers } = await ask("/accounts", { headers: authorization });
      answers.push([status, headers.get("retry-after")]);
    }
    expect([answers[0], answers.at(-1)]).toEqual([
      [200, null],
      [429, null],
    ]);
  });

  test("to feeds with a wrong key is refused", async () => {
    expect((await ask("/datafeed/list/apikey/wrong", {}, "productdata.awin.com")).status).toBe(401);
  });
});

describe("promotions", () => {
  test("come in pages of the size asked for, ten by default", async () => {
    expect((await promotions({})).data.length).toBe(10);
    expect((await promotions({ pagination: { page: 2, pageSize: 200 } })).data.length).toBe(200);
  });

  test("make one listing without gaps or repeats, about 450 of joined advertisers", async () => {
    const ids: (number | undefined)[] = [];
    for (const status of ["active", "upcoming"]) {
      for (let page = 1; ; page += 1) {
        const { data } = await promotions({
          filters: { membership: "joined", status },
          pagination: { page, pageSize: 200 },
        });
        ids.push(...data.map(({ promotionId }) => promotionId));
        if (data.length < 200) break;
      }
    }
    const known = ids.filter((id) => id !== undefined);
    expect(new Set(known).size).toBe(known.length);
    expect(ids.length).toBeGreaterThan(430);
    expect(ids.length).toBeLessThanOrEqual(450);
  });

  test("are filtered by what stands under filters, and by nothing beside it", async () => {
    const nested = await promotions({ filters: { membership: "notJoined" }, pagination: { pageSize: 200 } });
    const beside = await promotions({ membership: "notJoined", pagination: { pageSize: 200 } });
    expect(new Set(nested.data.map(({ advertiser }) => advertiser.joined))).toEqual(new Set([false]));
    expect(beside.pagination.total).toBeGreaterThan(nested.pagination.total);
  });

  test("that are upcoming begin in the future", async () => {
    const { data } = await promotions({ filters: { status: "upcoming" }, pagination: { pageSize: 200 } });
    expect(data.length).toBeGreaterThan(0);
    expect(data.every(({ startDate }) => startDate > "2026-11-20T12")).toBe(true);
  });

  test("can be asked for by type and by the day they were last touched", async () => {
    const vouchers = await promotions({ filters: { type: "voucher" }, pagination: { pageSize: 200 } });
    const recent = await promotions({ filters: { updatedSince: "2026-11-20" } });
    const all = await promotions({});
    expect(vouchers.data.every(({ voucher }) => voucher !== undefined)).toBe(true);
    expect(recent.pagination.total).toBeLessThan(all.pagination.total / 2);
  });

  test("with a malformed body are refused", async () => {
    expect(await promotions("{")).toMatchObject({ error: "bad_request" });
  });
});

describe("programmes", () => {
  test("are an array, of the relationship asked for", async () => {
    const counts = [];
    for (const query of ["?relationship=joined", "?relationship=notjoined", ""]) {
      counts.push(((await get(`/publishers/${publisherId}/programmes${query}`)) as unknown[]).length);
    }
    expect(counts).toEqual([40, 6, 52]);
  });

  test("have details, groups and a place among the accounts", async () => {
    const id = `/publishers/${publisherId}`;
    expect(await get(`${id}/programmedetails?advertiserId=90210`)).toHaveProperty(
      "commissionRange.0.type",
      "percentage",
    );
    expect(await get(`${id}/commissiongroups?advertiserId=90210`)).toHaveProperty(
      "commissionGroups.1.type",
      "fix",
    );
    expect(await get("/accounts")).toHaveProperty("accounts.0.accountId", Number(publisherId));
  });
});

describe("feeds", () => {
  test("are listed in CSV with thousands separators and feeds that are not joined", async () => {
    const list = await (
      await ask(`/datafeed/list/apikey/${dataFeedApiKey}`, {}, "productdata.awin.com")
    ).text();
    expect(list).toMatch(/^Feed ID,Advertiser Name,/);
    expect(list).toMatch(/"1,\d{3}"/);
    expect(list).toContain("Not Joined");
  });

  test("of the Google format begin with a byte order mark", async () => {
    const path = `/productdata-darwin-download/publisher/${publisherId}/${dataFeedApiKey}/1/feed/F20204.csv`;
    const bytes = Buffer.from(await (await ask(path, {}, "ui.awin.com")).arrayBuffer());
    expect(bytes.subarray(0, 3)).toEqual(Buffer.from([0xef, 0xbb, 0xbf]));
  });

  test("in a locale that an advertiser has not are not found", async () => {
    const path = `/publishers/${publisherId}/awinfeeds/download/90434-retail-de_DE.jsonl`;
    const answer = await ask(path, { headers: authorization });
    expect([answer.status, await answer.json()]).toEqual([404, { message: "Locale not found" }]);
  });
});
