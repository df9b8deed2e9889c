/** Partnerize's 404s, statuses and campaigns, against the sandbox. */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { listed } from "../../sandbox/listed.ts";
import type { Lie } from "../../sandbox/lies.ts";
import { type Sandboxes, startSandboxes } from "../../sandbox/server.ts";
import { adapter } from "./index.ts";
import { partnerizeSandboxCredentials as credentials, sandbox } from "./sandbox/index.ts";

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
const asked = (part: string) => servers.exchanges.filter(({ path }) => path.includes(part));
const missing = (path: string | RegExp): Lie => ({
  kind: "status",
  status: 404,
  body: JSON.stringify({ error: { message: "Not Found", type: "404" } }),
  path,
});

describe("a 404", () => {
  test("for participations is a wrong publisherId, or a missing right", async () => {
    await expect(list({}, missing(/participations/))).rejects.toThrow(/no publisher of this publisherId/);
  });

  test("for deals means that the account has none", async () => {
    const { offers, end } = await list({ pull: ["deals"] }, missing(/\/deal\?/));
    expect([offers, end.coverage]).toEqual([[], "COMPLETE"]);
  });

  test("for a campaign's vouchers is said, and the others come", async () => {
    const { offers, end } = await list({ pull: ["vouchers"] }, { ...missing(/\/voucher\?/), times: 1 });
    expect(end).toMatchObject({ coverage: "PARTIAL", reason: expect.stringContaining("may not be read") });
    expect(offers.length).toBeGreaterThan(300);
  });

  test("for commissions leaves a programme without one", async () => {
    const { offers } = await list({ pull: ["programmes"] }, missing(/commissions/));
    expect(offers.length).toBeGreaterThan(20);
    expect(offers.every(({ commission }) => commission === null)).toBe(true);
  });
});

test("programmes say how one stands with them, and commissions are asked for joined ones only", async () => {
  const { offers } = await list({ pull: ["programmes"], statuses: ["joined", "pending"] });
  const joined = offers.filter(({ joinStatus }) => joinStatus === "JOINED").length;
  expect(offers.length).toBeGreaterThan(joined);
  expect(asked("/commissions/")).toHaveLength(joined);
});

test("only the campaigns of the settings are asked for", async () => {
  const [first] = (await list({ pull: ["programmes"], commission: false })).offers;
  const id = first?.sourceOfferId.split(":")[1] ?? "";
  const before = asked("/voucher").length;
  const { offers } = await list({ campaignIds: [id] });
  expect(
    asked("/voucher")
      .slice(before)
      .map(({ path }) => path.split("/")[5]),
  ).toEqual([id]);
  expect(new Set(offers.map(({ merchant }) => merchant?.name))).toEqual(new Set([first?.title]));
});

test("an answer of another status than was asked for is not taken for all", async () => {
  const other: Lie = { kind: "repeated-page", path: /participations/ };
  const { end } = await list({ pull: ["programmes"], statuses: ["pending"] }, other);
  expect(end).toMatchObject({
    coverage: "PARTIAL",
    reason: expect.stringContaining("participations of another status"),
  });
});
