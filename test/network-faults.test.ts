/**
 * Every network, synced by the real engines from its sandbox while the sandbox misbehaves: no run loses an offer, holds
 * one twice or removes one that is still there.
 */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { networkSandboxes } from "../local/sandboxes/registry.ts";
import { loadAdapter } from "../shared/networks/registry.ts";
import type { Lie } from "../shared/sandbox/lies.ts";
import { sandboxClient } from "../shared/sandbox/listed.ts";
import type { NetworkSandbox, SandboxSource } from "../shared/sandbox/sandbox.ts";
import { startSandboxes } from "../shared/sandbox/server.ts";
import type { SyncRun } from "../shared/sources/records.ts";
import { FixedSecrets, type SyncEngines, startSyncEngines } from "../shared/sync/engines.fixture.ts";

const NOW = new Date("2026-11-20T12:00:30Z");

/** Struck in the middle of a listing as well as at its beginning; what does not strike leaves an honest run. */
const FAULTS: readonly (readonly [string, readonly Lie[]])[] = [
  ["fails", [{ kind: "status", status: 500, after: 2 }]],
  ["throttles without a word on when to come back", [{ kind: "throttled", after: 3 }]],
  ["answers 200 with an error", [{ kind: "error-body", after: 2 }]],
  ["answers a web page", [{ kind: "html", after: 2 }]],
  ["breaks off", [{ kind: "truncated", bytes: 900, abrupt: true, after: 1 }]],
  ["ends its answers early", [{ kind: "truncated", bytes: 900, after: 1 }]],
  ["gives the same page for ever", [{ kind: "repeated-page" }]],
  ["lists a part", [{ kind: "partial", share: 0.5 }]],
  ["lists nothing", [{ kind: "partial", share: 0 }]],
  ["has other ids", [{ kind: "migrated-ids" }]],
];

let engines: SyncEngines;
beforeAll(async () => {
  engines = await startSyncEngines();
});
afterAll(() => engines.stop());

const sources = networkSandboxes.flatMap((network) =>
  network.sources.map((source) => [source.id, network, source] as const),
);

async function synced(
  network: NetworkSandbox,
  source: SandboxSource,
  lies: readonly Lie[] = [],
): Promise<SyncRun> {
  const adapter = await loadAdapter(source.networkId);
  if (!adapter) throw new Error(`there is no network ${source.networkId}`);
  const server = await startSandboxes({ sandboxes: [network.create()], now: () => NOW, lies });
  try {
    return await engines.synced(
      {
        adapter,
        secrets: new FixedSecrets({ ...source.credentials }),
        httpClient: (signal) => sandboxClient(adapter, server.origin, signal),
        now: () => NOW,
      },
      { sourceId: source.id, mode: "FULL" },
    );
  } finally {
    await server.close();
  }
}

/** What the ledger lists of a source: everything but tombstones. */
async function listed(sourceId: string): Promise<string[]> {
  const ids: string[] = [];
  for await (const page of engines.ledger.known(sourceId))
    ids.push(...page.map((each) => each.sourceOfferId));
  return ids.toSorted();
}

describe.each(sources)("%s", (id, network, source) => {
  test("keeps every offer once while its network misbehaves", async () => {
    await engines.addSource({ id, networkId: source.networkId, settings: source.settings, sandbox: true });
    const first = await synced(network, source);
    expect(first).toMatchObject({ status: "SUCCEEDED", removed: 0 });
    const honest = await listed(id);
    expect(honest.length).toBe(first.created);
    for (const [fault, lies] of FAULTS) {
      const run = await synced(network, source, lies);
      expect([fault, run.removed, await listed(id)]).toEqual([fault, 0, honest]);
      // What became of the network's ids is over: the next run finds everything as it was.
      const after = await synced(network, source);
      expect([fault, after.status, after.created, after.removed]).toEqual([fault, "SUCCEEDED", 0, 0]);
    }
  }, 300_000);
});
