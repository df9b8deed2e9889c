/** An adapter whose listing each test scripts, on the engines of `engines.fixture.ts`. */
import { afterAll, beforeAll, beforeEach } from "vitest";
import * as z from "zod";
import { type ListingEnd, type NetworkAdapter, RecordRejected } from "../networks/adapter.ts";
import type { OfferDraft } from "../offer/model.ts";
import type { RunTask } from "../sources/new-run.ts";
import type { SyncRun } from "../sources/records.ts";
import type { SourceSecrets } from "../sources/secrets.ts";
import { FixedSecrets, type SyncEngines, startSyncEngines, type Syncing } from "./engines.fixture.ts";
import type { RunRequest } from "./run-context.ts";

export interface ScriptedRecord {
  readonly id: string;
  readonly title: string;
  readonly price?: string;
}

/** What the next listing holds, how it ends, and whether its pages can be resumed after. */
export const script: {
  listed: readonly ScriptedRecord[];
  ending: ListingEnd | Error;
  resumable: boolean;
  /** Called with the number of each page before it is given. */
  beforePage: (page: number) => void | Promise<void>;
} = {
  listed: [],
  ending: { coverage: "COMPLETE" },
  resumable: false,
  beforePage: () => undefined,
};

export const adapter: NetworkAdapter = {
  id: "scripted",
  name: "Scripted",
  docsUrl: null,
  maturity: "CONTRACT",
  maturityNote: "",
  capabilities: {
    products: true,
    coupons: false,
    deals: false,
    programmes: false,
    commission: false,
    incremental: false,
    subId: null,
  },
  policy: { maxAgeHours: null, withheldFields: [], disclosure: null, source: "" },
  credentialFields: [{ name: "token", label: "Token", secret: true, required: true, help: "Account > API" }],
  credentialsSchema: z.object({ token: z.string() }),
  settingsSchema: z.unknown(),
  defaultSchedule: "rate(1 hour)",
  rateLimits: [{ requests: 1, intervalMs: 1 }],
  timeZone: "UTC",
  quotaKey: () => "shared",
  async *fetchOffers({ cursor }) {
    const { listed, ending, resumable } = script;
    for (let start = Number(cursor ?? 0); start < listed.length; start += 10) {
      await script.beforePage(start / 10);
      yield { records: listed.slice(start, start + 10), cursor: resumable ? String(start + 10) : null };
    }
    if (ending instanceof Error) throw ending;
    return ending;
  },
  toOffer(record): OfferDraft {
    const { id, title, price } = record as ScriptedRecord;
    if (title === "unmappable") throw new RecordRejected("the map finds nothing");
    return {
      sourceOfferId: id,
      kind: "PRODUCT",
      title,
      trackingUrl: `https://shop.example/p?id=${id}`,
      ...(price !== undefined && { price: { amount: price, currency: "EUR" } }),
    };
  },
};

export const newSecrets = (): FixedSecrets => new FixedSecrets({ token: "s3cret-token" });

let engines: SyncEngines | null = null;
let made = 0;

/** The engines of this file's tests. */
export function scripted(): SyncEngines {
  if (!engines) throw new Error("useScriptedSyncs() starts them");
  return engines;
}

/** The source of this test, a fresh one each. */
export const sourceId = (): string => `source-${made}`;

export function useScriptedSyncs(): void {
  beforeAll(async () => {
    engines = await startSyncEngines();
  });
  afterAll(() => engines?.stop());
  beforeEach(async () => {
    made += 1;
    script.listed = [];
    script.ending = { coverage: "COMPLETE" };
    script.resumable = false;
    script.beforePage = () => undefined;
    await scripted().addSource({ id: sourceId(), networkId: "scripted" });
  });
}

export const syncing = (secrets: SourceSecrets = newSecrets()): Syncing => ({
  adapter,
  secrets,
  httpClient: () => ({
    request: () => Promise.reject(new Error("the scripted adapter makes no requests")),
    conceal: () => undefined,
    totals: () => ({ calls: 0, retries: 0, throttles: 0, bytes: 0 }),
  }),
});

export const fetched = (extra: Partial<RunRequest> = {}, secrets?: SourceSecrets): Promise<SyncRun> =>
  scripted().fetched(syncing(secrets), { sourceId: sourceId(), ...extra });

export const synced = (extra: Partial<RunRequest> = {}): Promise<SyncRun> =>
  scripted().synced(syncing(), { sourceId: sourceId(), ...extra });

/** A run of something that an admin asks for, to its end. */
export async function carriedOut(task: RunTask): Promise<SyncRun> {
  const source = await scripted().sources.get(sourceId());
  if (!source) throw new Error("the source is gone");
  const begun = await scripted().runs.begin(source, "FULL", new Date(), task);
  if (!("run" in begun)) throw new Error("another run holds the source");
  return synced({ runId: begun.run.id });
}

export const offers = (count: number, title = "offer"): ScriptedRecord[] =>
  Array.from({ length: count }, (_, place) => ({ id: `o${place}`, title: `${title} ${place}` }));
