/** The past of an offer in a real ledger: for tests of what is derived from versions. */
import { afterAll, beforeAll } from "vitest";
import { type DynamoEngine, OFFERS_TABLE, startDynamo } from "../../test/engines/dynamodb.ts";
import { Ledger } from "../ledger/ledger.ts";
import type { VersionRecord } from "../ledger/records.ts";
import type { HistoryRules } from "../networks/display.ts";
import type { Money, OfferContent } from "../offer/model.ts";
import { sampleRecord } from "../readmodel/records.fixture.ts";

export const DAY = 24 * 3_600_000;
export const NOW = new Date("2026-06-30T00:00:00Z");
/** Nothing is limited. */
export const RULES: HistoryRules = { now: NOW, stale: [] };

/** RFC 3339, so many days before now. */
export const daysAgo = (days: number): string => new Date(NOW.getTime() - days * DAY).toISOString();

export const eur = (amount: number): Money => ({ amount: amount.toFixed(2), currency: "EUR" });

/** One version: how many days ago it was made, and what it said. */
export interface Past extends Partial<Omit<VersionRecord, "content">> {
  readonly ago: number;
  readonly content?: Partial<OfferContent>;
}

/** Versions 1, 2, 3 …, of the first on known since then. */
export function pastOf(offer: string, past: readonly Past[]): VersionRecord[] {
  const firstSeenAt = daysAgo(past[0]?.ago ?? 0);
  return past.map(({ ago, ...said }, place) =>
    sampleRecord({
      sourceOfferId: offer,
      version: place + 1,
      firstSeenAt,
      changedAt: daysAgo(ago),
      ...(said.status === "REMOVED" ? { removedAt: daysAgo(ago) } : {}),
      ...said,
    }),
  );
}

let engine: DynamoEngine | null = null;
let made = 0;

export function usePast(): { readonly ledger: () => Ledger; kept(past: readonly Past[]): Promise<string> } {
  beforeAll(async () => {
    engine = await startDynamo();
  });
  afterAll(() => engine?.stop());
  const ledger = (): Ledger => {
    if (engine === null) throw new Error("the engine is not started");
    return new Ledger(engine.client, OFFERS_TABLE);
  };
  return {
    ledger,
    /** Writes it. @returns the offer's id */
    async kept(past) {
      made += 1;
      const records = pastOf(`o${made}`, past);
      for (const record of records) {
        const { conflicts } = await ledger().write([{ record, expected: record.version - 1 }]);
        if (conflicts.length > 0) throw new Error("a past has each version once");
      }
      return `src:o${made}`;
    },
  };
}
