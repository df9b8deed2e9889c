import { PutItemCommand } from "@aws-sdk/client-dynamodb";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { CURRENT, toItem } from "../ledger/item.ts";
import { sampleRecord } from "../readmodel/records.fixture.ts";
import type { Archive } from "./archive.ts";
import { type Histories, startHistories } from "./history.fixture.ts";
import { compareArchive } from "./reconcile.ts";
import { LedgerNotEmpty, restoreLedger, RestoreOvertaken } from "./restore.ts";

let histories: Histories;

const at = (day: number): string => `2026-01-${String(day).padStart(2, "0")}T10:00:00.000Z`;

beforeAll(async () => {
  histories = await startHistories();
  const { keep, archive, ledger } = histories;
  await keep("one", "a", [
    { changedAt: at(1), quiet: true },
    { changedAt: at(2), content: { price: { amount: "70.00", currency: "EUR" } } },
    {
      changedAt: at(3),
      status: "HIDDEN",
      hidden: true,
      cause: "ADMIN",
      author: "ann",
      reason: "wrong",
      runId: null,
    },
  ]);
  await keep("one", "b", [
    { changedAt: at(1) },
    {
      changedAt: at(4),
      status: "REMOVED",
      cause: "REMOVAL",
      listed: false,
      removedAt: at(4),
      lastSeenAt: at(3),
    },
  ]);
  await keep("one", "c", [{ changedAt: at(1), content: { endsAt: "2027-01-01T00:00:00Z" } }]);
  await keep("two", "a", [
    { changedAt: at(5), sandbox: true },
    { changedAt: at(5), sandbox: true, version: 2 },
  ]);
  // A batch of the stream came again, cut otherwise.
  const again = await Promise.all(["one:a", "one:b"].map((id) => ledger.version(id, 1)));
  await archive.write(again.filter((record) => record !== null));
});
afterAll(() => histories.stop());

/** The table as it was before the first test emptied it. */
let before: Map<string, unknown>;
beforeEach(async () => {
  before ??= await histories.items();
  await histories.wipe();
});

describe("a restored ledger", () => {
  it("holds every item that it held, word for word: current records, versions, indexed attributes", async () => {
    const restored = await restoreLedger(histories, null);
    expect(restored).toEqual({
      sources: 2,
      offers: 4,
      versions: 8,
      movedBefore: 0,
      incomplete: [],
      incompleteOffers: 0,
    });
    expect(await histories.items()).toEqual(before);
    const { ledger, archive, moved } = histories;
    expect(await compareArchive(ledger.all("VERSIONS"), archive, moved)).toMatchObject({
      agrees: true,
      versions: 8,
      archived: 8,
      repeated: 2,
    });
  });

  it("of one source holds that source and no other", async () => {
    await restoreLedger(histories, "two");
    const keys = [...(await histories.items()).keys()];
    expect(keys).toEqual([...before.keys()].filter((key) => key.startsWith("OFFER#two:")));
    await restoreLedger(histories, "one");
    expect(await histories.items()).toEqual(before);
  });

  it("goes on where it was interrupted, also when its offers have changed since", async () => {
    const { archive, ledger } = histories;
    // Reads the archive three times a source: dies in the last.
    let reads = 0;
    const dying = new Proxy(archive, {
      get(target, name) {
        if (name !== "readOnce") return Reflect.get(target, name) as unknown;
        return (...args: Parameters<Archive["readOnce"]>) => {
          reads += 1;
          if (reads === 3) throw new Error("killed");
          return target.readOnce(...args);
        };
      },
    });
    await expect(restoreLedger({ ...histories, archive: dying }, null)).rejects.toThrow("killed");
    const hidden = await ledger.amend(
      "one:c",
      () => ({ cause: "ADMIN", author: "ann", reason: null, hidden: true }),
      new Date(at(9)),
    );
    await restoreLedger(histories, null);
    expect(await ledger.current("one:c")).toEqual(hidden);
    const { size } = await histories.items();
    expect(size).toBe(before.size + 1);
    expect(
      (await ledger.versions("one:a", { first: 9, before: null })).map(({ version }) => version),
    ).toEqual([3, 2, 1]);
  });

  it("names offers whose history has a gap", async () => {
    const { archive } = histories;
    const lacking = new Proxy(archive, {
      get(target, name) {
        if (name !== "readOnce") return Reflect.get(target, name) as unknown;
        return async function* (...args: Parameters<Archive["readOnce"]>) {
          for await (const records of target.readOnce(...args))
            yield records.filter(({ offerId, version }) => offerId !== "one:a" || version !== 2);
        };
      },
    });
    const restored = await restoreLedger({ ...histories, archive: lacking }, null);
    expect(restored).toMatchObject({ versions: 7, incomplete: ["one:a"], incompleteOffers: 1 });
  });
});

describe("a restore is refused", () => {
  it("while the ledger holds anything, or anything of the source", async () => {
    await restoreLedger(histories, "one");
    await expect(restoreLedger(histories, null)).rejects.toThrow(LedgerNotEmpty);
    await expect(restoreLedger(histories, "one")).rejects.toThrow('The ledger of source "one" is not empty');
  });

  it("when a sync has begun an offer anew meanwhile, whose record stays", async () => {
    const { offers, ledger, archive } = histories;
    const anew = sampleRecord({
      sourceId: "one",
      sourceOfferId: "c",
      firstSeenAt: at(20),
      changedAt: at(20),
    });
    const racing = new Proxy(archive, {
      get(target, name) {
        if (name !== "readOnce") return Reflect.get(target, name) as unknown;
        return async function* (...args: Parameters<Archive["readOnce"]>) {
          const Item = toItem(anew, CURRENT);
          await offers.client.send(new PutItemCommand({ TableName: offers.table, Item }));
          yield* target.readOnce(...args);
        };
      },
    });
    await expect(restoreLedger({ ...histories, archive: racing }, "one")).rejects.toThrow(RestoreOvertaken);
    expect(await ledger.current("one:c")).toEqual(anew);
  });
});

it("tells how far it is", async () => {
  const told = vi.fn<(versions: number) => void>();
  await restoreLedger(histories, null, told);
  expect(told.mock.lastCall).toEqual([8]);
});
