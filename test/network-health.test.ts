/** Every network's sources, tested by their own adapters against their sandboxes, honest and misbehaving. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { networkSandboxes } from "../local/sandboxes/registry.ts";
import type { HealthChange } from "../shared/health/announce.ts";
import { checkSources } from "../shared/health/check.ts";
import { checkTargets, testTargets } from "../shared/health/engines.fixture.ts";
import type { SourceTest } from "../shared/health/records.ts";
import { testSource } from "../shared/health/test-source.ts";
import { loadAdapter } from "../shared/networks/registry.ts";
import type { Lie } from "../shared/sandbox/lies.ts";
import { sandboxClient } from "../shared/sandbox/listed.ts";
import type { NetworkSandbox, SandboxSource } from "../shared/sandbox/sandbox.ts";
import { startSandboxes } from "../shared/sandbox/server.ts";
import { FixedSecrets, type SyncEngines, startSyncEngines } from "../shared/sync/engines.fixture.ts";

/** Partnerize asks for the commissions of each programme on its first page; the others need a handful. */
const MOST_REQUESTS = 40;
const NOW = new Date("2026-11-20T12:00:30Z");

let engines: SyncEngines;
beforeAll(async () => {
  engines = await startSyncEngines();
});
afterAll(() => engines.stop());

interface Tested extends SourceTest {
  /** How many requests it took. */
  readonly requests: number;
}

async function tested(
  network: NetworkSandbox,
  source: SandboxSource,
  {
    lies = [],
    credentials = source.credentials,
  }: { lies?: readonly Lie[]; credentials?: object | null } = {},
): Promise<Tested> {
  const adapter = await loadAdapter(source.networkId);
  if (!adapter) throw new Error(`there is no network ${source.networkId}`);
  const server = await startSandboxes({ sandboxes: [network.create()], now: () => NOW, lies });
  try {
    const targets = testTargets(engines, {
      adapter,
      secrets: new FixedSecrets({ ...credentials }),
      httpClient: (signal) => sandboxClient(adapter, server.origin, signal),
      now: () => NOW,
    });
    const result = await testSource(targets, { sourceId: source.id, test: true, seconds: 30 });
    if (!result.tested) throw new Error(result.reason);
    return { ...result.test, requests: server.exchanges.length };
  } finally {
    await server.close();
  }
}

const sources = networkSandboxes.flatMap((network) =>
  network.sources.map((source) => [source.id, network, source] as const),
);

describe.each(sources)("%s", (id, network, source) => {
  beforeAll(() =>
    engines.addSource({ id, networkId: source.networkId, settings: source.settings, sandbox: true }),
  );

  test("passes its test with a few requests, and leaves nothing behind but the outcome", async () => {
    const { outcome, offers, requests, message } = await tested(network, source);
    expect([outcome, message]).toEqual([
      "PASSED",
      expect.stringMatching(/offers of its first page were read/),
    ]);
    expect(offers).toBeGreaterThan(0);
    expect(requests).toBeLessThanOrEqual(MOST_REQUESTS);
    expect(await engines.sources.get(id)).toMatchObject({ lease: null, runSeq: 0, lastRunId: null });
    for await (const page of engines.ledger.known(id)) expect(page).toEqual([]);
  });

  test.each<[string, Lie]>([
    ["fails", { kind: "status", status: 500 }],
    ["refuses", { kind: "status", status: 403 }],
    ["answers a web page", { kind: "html" }],
    ["answers 200 with an error", { kind: "error-body" }],
  ])("does not pass it while its network %s", async (_, lie) => {
    const { outcome, message } = await tested(network, source, { lies: [lie] });
    expect([outcome, message]).toEqual(["FAILED", expect.stringMatching(/\w+ \w+ \w+/)]);
  });

  test.runIf(source.credentials !== null)(
    "fails it without credentials, and says which and where",
    async () => {
      const { outcome, message, requests } = await tested(network, source, { credentials: {} });
      expect([outcome, requests]).toEqual(["FAILED", 0]);
      expect(message).toMatch(/Credentials are missing: |need consumerKey|use the credential/);
    },
  );

  test.runIf(source.credentials !== null)("shows no secret of a refused credential", async () => {
    const wrong = Object.fromEntries(
      Object.entries(source.credentials ?? {}).map(([name, value]) => [name, `${value.slice(0, -4)}zzzz`]),
    );
    const { message } = await tested(network, source, { credentials: wrong });
    const adapter = await loadAdapter(source.networkId);
    const shown = (adapter?.credentialFields ?? []).filter(
      ({ name, secret }) => secret && wrong[name] !== undefined && message.includes(wrong[name]),
    );
    expect(shown).toEqual([]);
  });
});

test("a sandbox whose feed stands still is found out after a week of days, and let go when it moves", async () => {
  const network = networkSandboxes.find(({ sources }) => sources.some(({ id }) => id === "demo-json"));
  const source = network?.sources.find(({ id }) => id === "demo-json");
  const adapter = await loadAdapter("generic-feed");
  if (!network || !source || !adapter) throw new Error("there is no sandbox demo-json");
  const DAY = 86_400_000;
  let clock = NOW.getTime();
  const server = await startSandboxes({
    sandboxes: [network.create()],
    now: () => new Date(clock),
    scale: 0.05,
    lies: [{ kind: "frozen", at: NOW }],
  });
  const syncing = {
    adapter,
    secrets: new FixedSecrets({ ...source.credentials }),
    httpClient: (signal: AbortSignal) => sandboxClient(adapter, server.origin, signal),
    now: () => new Date(clock),
  };
  const id = "frozen-feed";
  await engines.addSource({
    id,
    networkId: "generic-feed",
    settings: source.settings,
    schedule: "rate(1 day)",
    createdAt: NOW.toISOString(),
  });
  const announced: HealthChange[] = [];
  const day = async (): Promise<void> => {
    await engines.synced(syncing, { sourceId: id, mode: "FULL" });
    clock += DAY;
    await checkSources(checkTargets(engines, syncing, announced), { sourceId: id });
  };
  try {
    for (let days = 0; days < 12; days += 1) await day();
    expect(announced).toMatchObject([
      {
        sourceId: id,
        from: "HEALTHY",
        to: "STALE",
        reason: expect.stringMatching(/seems frozen: .* 10 syncs/),
      },
    ]);
    server.clearLies();
    // Some of what an hour changes, and not so much that the run is held.
    server.tell({ kind: "frozen", at: new Date(NOW.getTime() + DAY / 24) });
    await day();
    expect(announced.map(({ to }) => to)).toEqual(["STALE", "HEALTHY"]);
  } finally {
    await server.close();
  }
}, 120_000);
