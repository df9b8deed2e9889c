import { DeleteItemCommand } from "@aws-sdk/client-dynamodb";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { Curation } from "../control/curation.ts";
import { CURRENT, offerKey } from "../ledger/item.ts";
import type { VersionRecord } from "../ledger/records.ts";
import { type Histories, startHistories } from "./history.fixture.ts";
import { type MoveLimits, moveOldVersions } from "./move.ts";
import { compareArchive } from "./reconcile.ts";
import { restoreLedger } from "./restore.ts";

let histories: Histories;
let source = 0;

const at = (day: number): string => new Date(Date.UTC(2026, 0, day, 10)).toISOString();
/** 30 days are kept, and it is the so-many-eth of January. */
const onDay = (day: number, remaining = Infinity): MoveLimits => ({
  days: 30,
  now: () => new Date(at(day)),
  remainingMs: () => remaining,
});
const sourceId = (): string => `s${source}`;

beforeAll(async () => {
  histories = await startHistories();
});
afterAll(() => histories.stop());

/** Of `a`: versions of the 1st (two), 2nd and 20th; of `b`: one of the 1st, and its tombstone of the 2nd; of `c`: one. */
let before: Map<string, VersionRecord[]>;
beforeEach(async () => {
  source += 1;
  const { keep } = histories;
  await histories.wipe();
  await keep(sourceId(), "a", [
    { changedAt: at(1), content: { title: "First" } },
    { changedAt: at(1), content: { title: "Second" } },
    { changedAt: at(2), content: { title: "Third" } },
    { changedAt: at(20), content: { title: "Fourth" } },
  ]);
  await keep(sourceId(), "b", [
    { changedAt: at(1) },
    { changedAt: at(2), status: "REMOVED", cause: "REMOVAL", listed: false, removedAt: at(2) },
  ]);
  await keep(sourceId(), "c", [{ changedAt: at(1) }]);
  before = await everyHistory();
});

async function everyHistory(): Promise<Map<string, VersionRecord[]>> {
  const entries = ["a", "b", "c"].map(async (offer): Promise<[string, VersionRecord[]]> => [
    offer,
    await histories.ledger.versions(`${sourceId()}:${offer}`, { first: 50, before: null }),
  ]);
  return new Map(await Promise.all(entries));
}

/** `<offer>#<version>` of what the table itself holds. */
async function inTable(): Promise<string[]> {
  const keys = [...(await histories.items()).keys()].filter((key) => key.includes(" V#"));
  return keys.map((key) => key.replace(/^OFFER#\w+:(\w+) V#0*(\d+)$/, "$1#$2"));
}
const EVERYTHING = ["a#1", "a#2", "a#3", "a#4", "b#1", "b#2", "c#1"];

async function expectAgreement(): Promise<void> {
  const { ledger, archive, moved } = histories;
  expect(
    await compareArchive(ledger.all("VERSIONS"), ofThisSource(archive), ofThisSource(moved)),
  ).toMatchObject({
    agrees: true,
    missing: [],
  });
}

/** The archive keeps every test's source for ever. */
const ofThisSource = <T extends Histories["archive"] | Histories["moved"]>(target: T): T =>
  new Proxy(target, {
    get: (from, name) => {
      const value = Reflect.get(from, name) as unknown;
      if (name === "read" && "write" in from) return () => from.read({ sourceId: sourceId() });
      if (name === "readAll" && "readAll" in from) return () => from.read(sourceId());
      if (name === "sources") return async () => [sourceId()];
      return typeof value === "function" ? (value.bind(from) as unknown) : value;
    },
  });

const move = (limits: MoveLimits) =>
  moveOldVersions({ ...histories, archive: ofThisSource(histories.archive) }, limits);

describe("versions that were replaced long enough ago", () => {
  it("leave the table, day by day, and never the current one, however old it is", async () => {
    expect(await move(onDay(31))).toEqual({ moved: 0, unarchived: 0, missing: [], finished: true });
    expect(await inTable()).toEqual(EVERYTHING);
    expect(await move(onDay(32))).toMatchObject({ moved: 1 });
    expect(await inTable()).toEqual(["a#2", "a#3", "a#4", "b#1", "b#2", "c#1"]);
    expect(await move(onDay(33))).toMatchObject({ moved: 2 });
    expect(await inTable()).toEqual(["a#3", "a#4", "b#2", "c#1"]);
    expect(await move(onDay(400))).toMatchObject({ moved: 1 });
    expect(await inTable()).toEqual(["a#4", "b#2", "c#1"]);
  });

  it("are read on as if they had stayed: whole histories, pages of them, single ones", async () => {
    await move(onDay(400));
    const { ledger } = histories;
    const id = `${sourceId()}:a`;
    expect(await everyHistory()).toEqual(before);
    const all = before.get("a") ?? [];
    expect(await ledger.versions(id, { first: 2, before: null })).toEqual(all.slice(0, 2));
    expect(await ledger.versions(id, { first: 2, before: 3 })).toEqual(all.slice(2));
    expect(await ledger.versions(id, { first: 2, before: 1 })).toEqual([]);
    expect(await ledger.version(id, 1)).toEqual(all[3]);
    expect(await ledger.version(id, 5)).toBeNull();
    expect((await ledger.asOf(id, at(1))).earlier).toEqual(all[2]);
  });

  it("can be rolled back to", async () => {
    await move(onDay(400));
    const curation = new Curation(histories.ledger, () => new Date(at(401)));
    const outcome = await curation.rollbackOffer(`${sourceId()}:a`, 1, "ann");
    expect(outcome).toMatchObject({ ok: true, value: { version: 5, content: { title: "First" } } });
  });

  it("are no difference to the archive, and a restored ledger is what it was without them", async () => {
    await move(onDay(33));
    await expectAgreement();
    const table = await histories.items();
    await histories.wipe();
    const targets = { ...histories, archive: ofThisSource(histories.archive) };
    expect(await restoreLedger(targets, sourceId())).toMatchObject({ versions: 4, movedBefore: 3 });
    expect(await histories.items()).toEqual(table);
    expect(await everyHistory()).toEqual(before);
    await expectAgreement();
  });
});

describe("a move", () => {
  it("that dies between copy and deletion loses nothing, shows nothing twice, and is finished by the next", async () => {
    const { offers } = histories;
    const client = new Proxy(offers.client, {
      get(target, name) {
        if (name !== "send") return Reflect.get(target, name) as unknown;
        return async (command: { constructor: { name: string } }) => {
          if (command.constructor.name === "BatchWriteItemCommand") throw new Error("killed");
          return (target.send as (command: unknown) => Promise<unknown>)(command);
        };
      },
    });
    const targets = { ...histories, archive: ofThisSource(histories.archive) };
    await expect(moveOldVersions({ ...targets, offers: { ...offers, client } }, onDay(400))).rejects.toThrow(
      "killed",
    );
    expect(await inTable()).toEqual(EVERYTHING);
    expect((await Array.fromAsync(histories.moved.read(sourceId()))).flat()).toHaveLength(1);
    expect(await everyHistory()).toEqual(before);
    await expectAgreement();

    expect(await move(onDay(400))).toMatchObject({ moved: 4, finished: true });
    expect(await everyHistory()).toEqual(before);
    await expectAgreement();
  });

  it("that is done twice, also by two at once, changes nothing", async () => {
    await Promise.all([move(onDay(400)), move(onDay(400))]);
    expect(await move(onDay(400))).toMatchObject({ moved: 0, finished: true });
    expect((await Array.fromAsync(histories.moved.read(sourceId()))).flat()).toHaveLength(4);
    expect(await everyHistory()).toEqual(before);
  });

  it("stops when its time is up, and the next goes on", async () => {
    expect(await move(onDay(400, 1_000))).toMatchObject({ moved: 0, finished: false });
    expect(await move(onDay(400))).toMatchObject({ moved: 4, finished: true });
  });

  it("leaves what the archive lacks or holds otherwise, and all that came after it", async () => {
    const { ledger, archive, offers } = histories;
    const [newest] = await ledger.versions(`${sourceId()}:c`, { first: 1, before: null });
    if (!newest) throw new Error("no version");
    // Written by nobody's stream: c's second version is in the archive, its first is there with another title.
    const changed = { ...newest, offerId: `${sourceId()}:d` as const, sourceOfferId: "d" };
    await ledger.write([{ record: changed, expected: 0 }]);
    const second = { ...changed, version: 2, changedAt: at(3) };
    await ledger.write([{ record: second, expected: 1 }]);
    const third = { ...changed, version: 3, changedAt: at(4) };
    await ledger.write([{ record: third, expected: 2 }]);
    await archive.write([{ ...changed, content: { ...changed.content, title: "Other" } }, second, third]);
    const pass = await move(onDay(400));
    expect(pass).toMatchObject({ moved: 3, unarchived: 1, missing: [`${sourceId()}:d#1`], finished: true });
    expect(await inTable()).toEqual(["a#3", "a#4", "b#2", "c#1", "d#1", "d#2", "d#3"]);
    // Once the archive has it, the next pass goes on.
    const held = await ledger.version(changed.offerId, 1);
    if (held) await archive.write([held, { ...held, offerId: `${sourceId()}:e`, sourceOfferId: "e" }]);
    expect(await move(onDay(400))).toMatchObject({ moved: 3, unarchived: 0 });
    expect(await inTable()).toEqual(["a#4", "b#2", "c#1", "d#3"]);
    await offers.client.send(
      new DeleteItemCommand({
        TableName: offers.table,
        Key: { pk: { S: offerKey(changed.offerId) }, sk: { S: CURRENT } },
      }),
    );
  });

  it("leaves the current version of a table that was put back to a time before the archive's newest", async () => {
    const { archive, ledger } = histories;
    const current = await ledger.current(`${sourceId()}:c`);
    if (!current) throw new Error("no current record");
    await archive.write([{ ...current, version: 2, changedAt: at(2) }]);
    await move(onDay(400));
    expect(await inTable()).toEqual(["a#4", "b#2", "c#1"]);
  });

  it.each([14, 0, 15.5, Number.NaN])("refuses %s days", async (days) => {
    await expect(move({ ...onDay(400), days })).rejects.toThrow("15 days or more, in whole days");
  });
});
