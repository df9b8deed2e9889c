/** Old versions leave the ledger on the whole local feed: by the stack's own function, unseen by whoever reads histories. */
import { afterAll, beforeAll, expect, it } from "vitest";
import { compareArchive } from "../shared/archive/reconcile.ts";
import { sampleRecord } from "../shared/readmodel/records.fixture.ts";
import { startTestFeed, type TestFeed } from "./support.ts";

let test: TestFeed;
beforeAll(async () => {
  test = await startTestFeed({ ledgerDays: 30 });
}, 120_000);
afterAll(() => test.discard());

const VERSIONS = `{ offer(id: "shop:1") { versions(first: 10) { nodes { version changedAt offer { title } } } } }`;

it("old versions are moved by the daily function; the API, a rollback, reconcile and the stream's followers go on as before", async () => {
  const { ledger, archive, moved, curation } = test.feed;
  for (const version of [1, 2, 3]) {
    const record = sampleRecord({
      sourceId: "shop",
      version,
      changedAt: `2026-01-0${version}T10:00:00.000Z`,
      content: { title: `Title ${version}` },
    });
    await ledger.write([{ record, expected: version - 1 }]);
  }
  await test.idle();
  const before = await test.query<{ offer: { versions: { nodes: { version: number }[] } } }>(VERSIONS);
  expect(before.offer.versions.nodes.map(({ version }) => version)).toEqual([3, 2, 1]);

  const { name } = test.cloud.functionByEntry("functions/move-versions.ts");
  const { outcome } = await test.cloud.invoke(name, {});
  const pass = { moved: 2, unarchived: 0, missing: [], finished: true };
  expect(outcome).toEqual({ ok: true, payload: JSON.stringify(pass) });
  await test.idle();
  const held = (await Array.fromAsync(ledger.all("VERSIONS"))).flat();
  expect(held.map(({ version }) => version)).toEqual([3]);
  expect(await test.query(VERSIONS)).toEqual(before);
  expect(await compareArchive(ledger.all("VERSIONS"), archive, moved)).toMatchObject({
    agrees: true,
    versions: 1,
    moved: 2,
    archived: 3,
    repeated: 0,
  });

  const rolledBack = await curation.rollbackOffer("shop:1", 1, "ann");
  expect(rolledBack).toMatchObject({ ok: true, value: { version: 4, content: { title: "Title 1" } } });
  await test.idle();
  const after = await test.query<{ offers: { nodes: { title: string; version: number }[] } }>(
    "{ offers { nodes { title version } } }",
  );
  expect(after.offers.nodes).toEqual([{ title: "Title 1", version: 4 }]);
}, 120_000);
