/** Tests and checks of sources on the engines of a sync: for tests. */
import { SOURCES_TABLE } from "../../test/engines/dynamodb.ts";
import type { HttpClient } from "../http/client.ts";
import { createMask } from "../http/mask.ts";
import type { NetworkAdapter } from "../networks/adapter.ts";
import type { SourceSecrets } from "../sources/secrets.ts";
import type { SyncEngines } from "../sync/engines.fixture.ts";
import type { HealthChange } from "./announce.ts";
import type { CheckTargets } from "./check.ts";
import { HealthStore } from "./store.ts";
import { testSource, type TestTargets } from "./test-source.ts";

export interface Testing {
  readonly adapter: NetworkAdapter;
  readonly secrets: SourceSecrets;
  readonly httpClient: (signal: AbortSignal, tries: number) => HttpClient;
  readonly now?: () => Date;
}

export const testTargets = (engines: SyncEngines, testing: Testing): TestTargets => ({
  adapter: testing.adapter,
  sources: engines.sources,
  health: new HealthStore(engines.documents, SOURCES_TABLE),
  secrets: testing.secrets,
  ledger: engines.ledger,
  httpClient: ({ signal, tries }) => testing.httpClient(signal, tries),
  masked: (text, secrets) => createMask(secrets)(text),
  now: testing.now ?? (() => new Date()),
  log: () => undefined,
});

/** @param announced takes what would be announced */
export function checkTargets(
  engines: SyncEngines,
  testing: Testing,
  announced: HealthChange[],
): CheckTargets {
  const targets = testTargets(engines, testing);
  return {
    sources: engines.sources,
    health: targets.health,
    test: ({ id }) => testSource(targets, { sourceId: id, test: true, seconds: 10 }),
    announce: async (change) => void announced.push(change),
    now: targets.now,
    remainingMs: () => 900_000,
  };
}
