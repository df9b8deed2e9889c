/** Passes of the expiry against a real DynamoDB engine, beside syncs and admins that change the same offers. */
import { PutItemCommand } from "@aws-sdk/client-dynamodb";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type DynamoEngine, OFFERS_TABLE, startDynamo } from "../../test/engines/dynamodb.ts";
import { fingerprintOf } from "../offer/fingerprint.ts";
import { type OfferContent, type OfferId, offerIdOf } from "../offer/model.ts";
import { sampleRecord } from "../readmodel/records.fixture.ts";
import { decide, placeOf, type RunOrigin, type SyncChange } from "./decide.ts";
import { DUE_SHARDS } from "./due.ts";
import { type ExpiryPass, expireOffers } from "./expire-offers.ts";
import { CURRENT, toItem } from "./item.ts";
import { Ledger } from "./ledger.ts";
import type { VersionRecord } from "./records.ts";

const BEGIN = new Date("2026-06-01T00:00:00Z");
const START = new Date("2026-06-02T00:00:00Z");
const END = new Date("2026-06-03T00:00:00Z");
const LATER = new Date("2026-06-04T00:00:00Z");

let engine: DynamoEngine;
let ledger: Ledger;
let source = "";
let made = 0;
let runSeq = 0;

beforeAll(async () => {
  engine = await startDynamo();
  ledger = new Ledger(engine.client, OFFERS_TABLE);
});
afterAll(() => engine.stop());
beforeEach(async () => {
  // Whatever an earlier test left due is none of the next one's.
  await passed(new Date("2100-01-01T00:00:00Z"));
  made += 1;
  source = `source-${made}`;
});

const passed = (now: Date, over: Ledger = ledger): Promise<ExpiryPass> =>
  expireOffers(over, { now: () => now, remainingMs: () => 60_000 });

const id = (name: string): OfferId => offerIdOf(source, name);

const content = (dates: Partial<OfferContent>): OfferContent => sampleRecord({ content: dates }).content;

const ending = content({ endsAt: END.toISOString() });
const starting = content({ startsAt: START.toISOString(), endsAt: END.toISOString() });

/** What a sync's listing makes of one offer, written on condition as the upsert does. */
async function listed(name: string, what: OfferContent | null, now: Date): Promise<VersionRecord | null> {
  runSeq += 1;
  const origin: RunOrigin = {
    runId: `${source}:${runSeq}`,
    runSeq,
    leg: 1,
    sourceId: source,
    networkId: "test",
    sandbox: false,
    quiet: false,
  };
  const of = { offerId: id(name), sourceOfferId: name };
  const change: SyncChange =
    what === null
      ? { op: "REMOVE", ...of, lastSeenAt: null }
      : { op: "PUT", ...of, content: what, fingerprint: fingerprintOf(what), isNew: false, rawRef: null };
  const current = await ledger.current(id(name));
  const { write } = decide(current, change, origin, placeOf(1, 0, 0), now);
  if (write === null) return null;
  const { conflicts } = await ledger.write([{ record: write, expected: current?.version ?? 0 }]);
  if (conflicts.length > 0) throw new Error("nobody else writes here");
  return write;
}

async function history(name: string): Promise<string[]> {
  const versions = await ledger.versions(id(name), { first: 50, before: null });
  return versions.map(({ cause, status }) => `${cause} ${status}`).toReversed();
}

async function due(until: Date): Promise<OfferId[]> {
  const found: OfferId[] = [];
  for (let shard = 0; shard < DUE_SHARDS; shard += 1) {
    for await (const page of ledger.due(shard, until)) found.push(...page);
  }
  return found;
}

describe("a pass", () => {
  it("starts what starts and expires what ends, each at its time, and leaves nothing due", async () => {
    await listed("a", ending, BEGIN);
    await listed("b", starting, BEGIN);
    expect(await passed(new Date(START.getTime() - 1))).toMatchObject({ started: 0, expired: 0 });
    expect(await passed(START)).toEqual({ started: 1, expired: 0, conflicts: 0, finished: true });
    expect(await passed(END)).toEqual({ started: 0, expired: 2, conflicts: 0, finished: true });
    expect(await history("a")).toEqual(["SYNC ACTIVE", "EXPIRY EXPIRED"]);
    expect(await history("b")).toEqual(["SYNC SCHEDULED", "START ACTIVE", "EXPIRY EXPIRED"]);
    expect(await due(LATER)).toEqual([]);
  });

  it("does nothing the second time", async () => {
    await listed("a", ending, BEGIN);
    await passed(END);
    expect(await passed(LATER)).toEqual({ started: 0, expired: 0, conflicts: 0, finished: true });
    expect(await history("a")).toHaveLength(2);
  });

  it("and another one at the same time write each version once", async () => {
    for (let place = 0; place < 30; place += 1) await listed(`o${place}`, ending, BEGIN);
    const passes = await Promise.all([passed(END), passed(END), passed(END)]);
    expect(passes.reduce((sum, { expired }) => sum + expired, 0)).toBe(30);
    for (let place = 0; place < 30; place += 1) expect(await history(`o${place}`)).toHaveLength(2);
  });

  it("goes through more than one page", async () => {
    const records = Array.from({ length: 1_000 }, (_, place) =>
      sampleRecord({ sourceId: source, sourceOfferId: `o${place}`, content: ending }),
    );
    await ledger.write(records.map((record) => ({ record, expected: 0 })));
    expect(await passed(END)).toEqual({ started: 0, expired: 1_000, conflicts: 0, finished: true });
    expect(await due(LATER)).toEqual([]);
  });

  it("that has no time left says so, and the next one goes on", async () => {
    await listed("a", ending, BEGIN);
    const hurried = await expireOffers(ledger, { now: () => END, remainingMs: () => 5_000 });
    expect(hurried).toEqual({ started: 0, expired: 0, conflicts: 0, finished: false });
    expect(await passed(END)).toMatchObject({ expired: 1, finished: true });
  });

  it("that dies half-way leaves the rest to the next one", async () => {
    class Dying extends Ledger {
      writes = 0;
      override async write(versions: Parameters<Ledger["write"]>[0]): ReturnType<Ledger["write"]> {
        this.writes += 1;
        if (this.writes > 2) throw new Error("the function was ended");
        return super.write(versions);
      }
    }
    for (let place = 0; place < 40; place += 1) await listed(`o${place}`, ending, BEGIN);
    await expect(passed(END, new Dying(engine.client, OFFERS_TABLE))).rejects.toThrow("was ended");
    const left = await due(END);
    expect(left.length).toBeGreaterThan(0);
    expect(left.length).toBeLessThan(40);
    expect(await passed(END)).toMatchObject({ expired: left.length, conflicts: 0 });
    for (let place = 0; place < 40; place += 1) expect(await history(`o${place}`)).toHaveLength(2);
  });

  it("writes all others when the ledger holds one that cannot be read, and names it", async () => {
    const { d1: _, ...broken } = toItem(
      sampleRecord({ sourceId: source, sourceOfferId: "broken", content: ending }),
      CURRENT,
    );
    await engine.client.send(new PutItemCommand({ TableName: OFFERS_TABLE, Item: broken }));
    for (let place = 0; place < 20; place += 1) await listed(`o${place}`, ending, BEGIN);
    await expect(passed(END)).rejects.toThrow(`OFFER#${id("broken")} has no attribute "d1"`);
    for (let place = 0; place < 20; place += 1) expect(await history(`o${place}`)).toHaveLength(2);
    const { dueShard, dueAt, ...mended } = broken;
    await engine.client.send(new PutItemCommand({ TableName: OFFERS_TABLE, Item: mended }));
    expect([dueShard, dueAt]).not.toContain(undefined);
  });

  it("passes over offers that were written before there was an index", async () => {
    const { dueShard, dueAt, ...older } = toItem(
      sampleRecord({ sourceId: source, sourceOfferId: "old", content: ending }),
      CURRENT,
    );
    expect([dueShard, dueAt]).not.toContain(undefined);
    await engine.client.send(new PutItemCommand({ TableName: OFFERS_TABLE, Item: older }));
    expect(await passed(END)).toMatchObject({ expired: 0 });
    await listed("old", content({ endsAt: LATER.toISOString() }), END);
    expect(await passed(LATER)).toMatchObject({ expired: 1 });
  });
});

describe("beside syncs", () => {
  it("an expired offer that its source still lists is neither written nor flipped", async () => {
    await listed("a", ending, BEGIN);
    await passed(END);
    expect(await listed("a", ending, LATER)).toBeNull();
    expect(await history("a")).toEqual(["SYNC ACTIVE", "EXPIRY EXPIRED"]);
  });

  it("an end that is moved into the future makes it ACTIVE again, and it expires at the new one", async () => {
    await listed("a", ending, BEGIN);
    await passed(END);
    await listed("a", content({ endsAt: LATER.toISOString() }), END);
    expect(await passed(END)).toMatchObject({ expired: 0 });
    await passed(LATER);
    expect(await history("a")).toEqual(["SYNC ACTIVE", "EXPIRY EXPIRED", "SYNC ACTIVE", "EXPIRY EXPIRED"]);
  });

  it("an end that is moved before it comes counts, the old one does not", async () => {
    await listed("a", ending, BEGIN);
    await listed("a", content({ endsAt: LATER.toISOString() }), START);
    expect(await passed(END)).toMatchObject({ expired: 0, conflicts: 0 });
    expect(await due(LATER)).toEqual([id("a")]);
  });

  it("a sync that writes between reading and writing wins", async () => {
    class Overtaken extends Ledger {
      override async currentOf(offerIds: readonly OfferId[]): ReturnType<Ledger["currentOf"]> {
        const read = await super.currentOf(offerIds);
        await listed("a", content({ endsAt: LATER.toISOString() }), END);
        return read;
      }
    }
    await listed("a", ending, BEGIN);
    const pass = await passed(END, new Overtaken(engine.client, OFFERS_TABLE));
    expect(pass).toMatchObject({ expired: 0, conflicts: 1 });
    expect(await passed(END)).toMatchObject({ expired: 0, conflicts: 0 });
    expect(await history("a")).toEqual(["SYNC ACTIVE", "SYNC ACTIVE"]);
  });

  it("a removed offer does not expire; one that returns does, by its dates", async () => {
    await listed("a", ending, BEGIN);
    await listed("a", null, START);
    expect(await passed(END)).toMatchObject({ expired: 0 });
    await listed("a", content({ endsAt: LATER.toISOString() }), END);
    await passed(LATER);
    expect(await history("a")).toEqual(["SYNC ACTIVE", "REMOVAL REMOVED", "SYNC ACTIVE", "EXPIRY EXPIRED"]);
  });

  it("an expired offer that its source no longer lists is removed like any other", async () => {
    await listed("a", ending, BEGIN);
    await passed(END);
    await listed("a", null, LATER);
    expect(await history("a")).toEqual(["SYNC ACTIVE", "EXPIRY EXPIRED", "REMOVAL REMOVED"]);
  });
});

describe("beside admins", () => {
  const hide = (hidden: boolean, now: Date) =>
    ledger.amend(id("a"), () => ({ cause: "ADMIN", author: "me", reason: null, hidden }), now);

  it("a hidden offer stays hidden past its end, and is EXPIRED when it is shown again", async () => {
    await listed("a", ending, BEGIN);
    await hide(true, START);
    expect(await passed(END)).toMatchObject({ expired: 0 });
    await hide(false, LATER);
    expect(await history("a")).toEqual(["SYNC ACTIVE", "ADMIN HIDDEN", "ADMIN EXPIRED"]);
  });

  it("one that is shown again before its end expires at it", async () => {
    await listed("a", ending, BEGIN);
    await hide(true, START);
    await hide(false, START);
    await passed(END);
    expect(await history("a")).toEqual(["SYNC ACTIVE", "ADMIN HIDDEN", "ADMIN ACTIVE", "EXPIRY EXPIRED"]);
  });
});
