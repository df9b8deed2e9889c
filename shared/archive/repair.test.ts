import { afterAll, beforeAll, expect, it } from "vitest";
import { type Histories, startHistories } from "./history.fixture.ts";
import { compareArchive } from "./reconcile.ts";
import { repairArchive } from "./repair.ts";

let histories: Histories;
beforeAll(async () => {
  histories = await startHistories();
});
afterAll(() => histories.stop());

it("writes what the archive lacks, and nothing that it has", async () => {
  const { ledger, archive, moved, keep } = histories;
  await keep("one", "a", [
    { changedAt: "2026-01-01T10:00:00.000Z" },
    { changedAt: "2026-01-02T10:00:00.000Z" },
  ]);
  const [newest] = await ledger.versions("one:a", { first: 1, before: null });
  if (!newest) throw new Error("no version");
  // Two that the stream never told of, one on a day that is archived already.
  const three = { ...newest, version: 3, changedAt: "2026-01-02T11:00:00.000Z" };
  const four = { ...newest, version: 4, changedAt: "2026-01-05T11:00:00.000Z" };
  await ledger.write([{ record: three, expected: 2 }]);
  await ledger.write([{ record: four, expected: 3 }]);
  const compared = () => compareArchive(ledger.all("VERSIONS"), archive, moved);
  expect(await compared()).toMatchObject({ agrees: false, missing: ["one:a#3", "one:a#4"] });

  expect(await repairArchive(ledger.all("VERSIONS"), archive)).toBe(2);
  expect(await compared()).toMatchObject({ agrees: true, archived: 4, repeated: 0 });
  expect(await repairArchive(ledger.all("VERSIONS"), archive)).toBe(0);
});
