/**
 * The test of one source, in its network's own fetch function: are its credentials taken, and can the first page of
 * its listing be read? It takes no lease, begins no run and writes no offer; all it leaves is its outcome.
 */
import type { HttpClient } from "../http/client.ts";
import { HttpStatusError, QuotaUsedUp } from "../http/errors.ts";
import type { Ledger } from "../ledger/ledger.ts";
import { type NetworkAdapter, NetworkRetired } from "../networks/adapter.ts";
import type { Source } from "../sources/records.ts";
import type { SourceSecrets } from "../sources/secrets.ts";
import type { SourceStore } from "../sources/store.ts";
import { readCredentials, readSettings } from "../sync/inputs.ts";
import type { HttpClientRequest } from "../sync/run-context.ts";
import { firstPage, type Sample } from "./first-page.ts";
import type { SourceTest } from "./records.ts";
import type { HealthStore } from "./store.ts";

export interface TestTargets {
  readonly adapter: NetworkAdapter;
  readonly sources: Pick<SourceStore, "get">;
  readonly health: HealthStore;
  readonly secrets: SourceSecrets;
  readonly ledger: Pick<Ledger, "known">;
  /** `tries` replaces the retry policy's: somebody waits for the outcome. */
  httpClient(request: HttpClientRequest & { readonly tries: number }): HttpClient;
  /** Takes secrets out of a text before it is stored or logged. */
  masked(text: string, secrets: readonly string[]): string;
  readonly now: () => Date;
  readonly log: (message: string, details: Readonly<Record<string, unknown>>) => void;
}

export interface TestRequest {
  readonly sourceId: string;
  /** Told from a sync's request by this. */
  readonly test: true;
  /** How long the test may take. */
  readonly seconds: number;
}

export type TestResult =
  { readonly tested: true; readonly test: SourceTest } | { readonly tested: false; readonly reason: string };

/** The first time included: one stumble of the network is no failure, and five are for a sync to sit out. */
const TRIES = 2;

/** The test's time is up. Waiting for the shared quota is the usual cause, so it says nothing of the source. */
class TestTimedOut extends Error {
  override readonly name = "TestTimedOut";
}

/** Tests a source and records the outcome. A source that a run is listing at this moment is left alone. */
export async function testSource(targets: TestTargets, request: TestRequest): Promise<TestResult> {
  const source = await targets.sources.get(request.sourceId);
  if (!source) return { tested: false, reason: `There is no source "${request.sourceId}".` };
  if (source.networkId !== targets.adapter.id) {
    const reason = `Source "${source.id}" belongs to ${source.networkId}, not ${targets.adapter.id}.`;
    return { tested: false, reason };
  }
  const began = targets.now();
  if (source.lease && Date.parse(source.lease.until) > began.getTime()) {
    const reason = `Source "${source.id}" is being synced by run ${source.lease.runId}, which tells more than a test.`;
    return { tested: false, reason };
  }
  const secrets: string[] = [];
  const found = await attempt(targets, source, request.seconds, secrets);
  const test: SourceTest = {
    ...found,
    // A record's text may hold a secret as well as an error's may.
    message: targets.masked(found.message, secrets),
    at: began.toISOString(),
    ms: targets.now().getTime() - began.getTime(),
  };
  await targets.health.putTest(source.id, test);
  targets.log("source tested", { sourceId: source.id, ...test });
  return { tested: true, test };
}

type Found = Omit<SourceTest, "at" | "ms">;

async function attempt(
  targets: TestTargets,
  source: Source,
  seconds: number,
  secrets: string[],
): Promise<Found> {
  const over = new AbortController();
  const timer = setTimeout(
    () =>
      over.abort(
        new TestTimedOut(
          `No first page came within ${seconds} seconds: the network is slow, or its quota is in use by a sync. Test it again later.`,
        ),
      ),
    seconds * 1_000,
  );
  if (targets.adapter.entered)
    return {
      outcome: "PASSED",
      message: "Editors enter its offers: there is nothing to test.",
      offers: 0,
      rejected: 0,
    };
  try {
    return judged(source, await sampled(targets, source, secrets, over.signal));
  } catch (error) {
    // Whatever broke off because the time was up is not what went wrong.
    return failed(over.signal.aborted ? over.signal.reason : error);
  } finally {
    clearTimeout(timer);
    over.abort(new Error("The test is over."));
  }
}

async function sampled(
  targets: TestTargets,
  source: Source,
  secrets: string[],
  signal: AbortSignal,
): Promise<Sample> {
  const { adapter, ledger } = targets;
  if (adapter.retired) throw new NetworkRetired(adapter.retired);
  const { credentials, values } = await readCredentials(targets.secrets, adapter, source);
  secrets.push(...values);
  const settings = readSettings(adapter, source);
  const quotaKey = `${adapter.id}:${adapter.quotaKey(credentials, settings)}`;
  return firstPage(adapter, {
    credentials,
    settings,
    http: targets.httpClient({ source, quotaKey, secrets: values, signal, tries: TRIES }),
    cursor: null,
    mode: "FULL",
    since: null,
    known: async function* () {
      for await (const page of ledger.known(source.id)) yield* page.map(({ sourceOfferId }) => sourceOfferId);
    },
    signal,
    now: targets.now(),
  });
}

function judged(source: Source, { offers, rejected, firstRejection, end }: Sample): Found {
  const counts = { offers, rejected };
  if (offers > 0) {
    const unread = rejected === 0 ? "" : ` ${rejected} more could not be read, such as ${firstRejection}.`;
    const message = `The network answered, and ${offers} offers of its first page were read.${unread}`;
    return { outcome: "PASSED", message, ...counts };
  }
  if (rejected > 0) {
    const message = `None of the ${rejected} records of its first page could be read, such as ${firstRejection}. Check the settings of "${source.id}", and whether the network has changed its feed.`;
    return { outcome: "FAILED", message, ...counts };
  }
  if (end?.coverage === "COMPLETE")
    return { outcome: "PASSED", message: "The network answered: it lists nothing at present.", ...counts };
  if (end?.coverage === "STALE")
    return { outcome: "PASSED", message: "The network answered: nothing of it has moved.", ...counts };
  const reason = end?.reason ?? "its first pages held none, and more pages are not asked for in a test";
  return { outcome: "INCONCLUSIVE", message: `The network answered, without an offer: ${reason}`, ...counts };
}

function failed(error: unknown): Found {
  const throttled =
    error instanceof QuotaUsedUp ||
    error instanceof TestTimedOut ||
    (error instanceof HttpStatusError && error.status === 429);
  const text = error instanceof Error ? error.message : String(error);
  return {
    outcome: throttled ? "INCONCLUSIVE" : "FAILED",
    message: text,
    offers: 0,
    rejected: 0,
  };
}
