/** Tradedoubler's three surfaces and their failures, against the sandbox. */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { listed, type ListingRequest } from "../../sandbox/listed.ts";
import type { Lie } from "../../sandbox/lies.ts";
import { type Sandboxes, startSandboxes } from "../../sandbox/server.ts";
import { adapter } from "./index.ts";
import { tradedoublerSandboxCredentials as credentials } from "./sandbox/credentials.ts";
import { sandbox } from "./sandbox/index.ts";

const NOW = new Date("2026-11-20T12:00:30Z");
let servers: Sandboxes;
beforeEach(async () => {
  servers = await startSandboxes({ sandboxes: [sandbox.create()], now: () => NOW });
});
afterEach(() => servers.close());

const list = (settings: object, given: Partial<ListingRequest> = {}, ...lies: readonly Lie[]) => {
  servers.tell(...lies);
  return listed(adapter, { origin: servers.origin, now: NOW, credentials, settings, ...given });
};
const downloads = () => servers.exchanges.filter(({ path }) => path.includes("productsUnlimited")).length;

describe("credentials", () => {
  test("are needed only for what is pulled", async () => {
    const { sourceId, vouchersToken } = credentials;
    const { offers, end } = await list({ pull: ["vouchers"] }, { credentials: { sourceId, vouchersToken } });
    expect([offers.length > 300, end.coverage]).toEqual([true, "COMPLETE"]);
  });

  test.each([
    ["vouchers", "vouchersToken"],
    ["products", "productsToken"],
    ["programmes", "clientId"],
  ])("for %s that were left out are named", async (surface, field) => {
    const { [field as keyof typeof credentials]: _, ...rest } = credentials;
    await expect(list({ pull: [surface] }, { credentials: rest })).rejects.toThrow(
      new RegExp(`need ${field}`),
    );
  });

  test("of another system are refused by name", async () => {
    const swapped = { ...credentials, vouchersToken: credentials.productsToken };
    await expect(list({ pull: ["vouchers"] }, { credentials: swapped })).rejects.toThrow(
      /vouchersToken: it has to be of the system VOUCHERS/,
    );
  });
});

describe("product feeds", () => {
  test("that are hidden or empty are not downloaded", async () => {
    await list({ pull: ["products"] });
    expect(downloads()).toBe(3);
  });

  test("that have not changed are left out of an incremental run, which is then partial", async () => {
    const { offers, end } = await list(
      { pull: ["products"] },
      { mode: "INCREMENTAL", since: new Date(NOW.getTime() - 1_000) },
    );
    expect([offers.length, downloads(), end.coverage]).toEqual([0, 0, "PARTIAL"]);
    expect(end.reason).toMatch(/feed 88001 .* has not changed and was left out/);
  });

  test("whose downloads are used up keep their offers and are not asked for twice", async () => {
    const { end } = await list(
      { pull: ["products"] },
      {},
      { kind: "status", status: 429, path: /fid=88002/ },
    );
    expect(downloads()).toBe(3);
    expect(end).toMatchObject({ coverage: "PARTIAL" });
    expect(end.reason).toMatch(/feed 88002 .*downloaded three times in 24 hours/);
  });

  test("that break off cost the listing its completeness and not the other feeds", async () => {
    const { offers, end } = await list(
      { pull: ["products"] },
      {},
      { kind: "truncated", bytes: 700, path: /fid=88001/ },
    );
    expect(end.coverage).toBe("PARTIAL");
    expect(offers.length).toBeGreaterThan(100);
  });
});

test("tariffs are asked for as many programmes as the settings say, and put on vouchers too", async () => {
  const { offers } = await list({ pull: ["programmes", "vouchers"], programmeTerms: 5 });
  const details = servers.exchanges.filter(({ path }) => path.includes("/detail")).length;
  const withTerms = offers.filter(({ kind, commission }) => kind !== "PROGRAMME" && commission);
  expect([details, withTerms.length > 10]).toEqual([5, true]);
});

test("a token that has run out is renewed once", async () => {
  const { end } = await list(
    { pull: ["programmes"], programmeTerms: 0 },
    {},
    { kind: "status", status: 401, path: "/publisher/programs", times: 1 },
  );
  expect(end.coverage).toBe("COMPLETE");
  expect(servers.exchanges.filter(({ path }) => path.includes("/uaa/oauth")).length).toBe(2);
});
