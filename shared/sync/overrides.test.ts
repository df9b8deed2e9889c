/** What editors override stays through whatever a source does, on the real engines. */
import { describe, expect, it } from "vitest";
import { Curation } from "../control/curation.ts";
import { expireOffers } from "../ledger/expire-offers.ts";
import type { VersionRecord } from "../ledger/records.ts";
import type { EditorInput } from "../offer/editor-fields.ts";
import {
  carriedOut,
  offers,
  script,
  scripted,
  sourceId,
  synced,
  useScriptedSyncs,
} from "./scripted.fixture.ts";

useScriptedSyncs();

const id = (): string => `${sourceId()}:o0`;
const curation = (): Curation => new Curation(scripted().ledger, () => new Date());
const lists = (title: string) => {
  script.listed = [{ id: "o0", title, price: "80" }];
};

async function overridden(input: EditorInput, author: string): Promise<VersionRecord> {
  const outcome = await curation().overrideOffer(id(), input, author);
  if (!outcome.ok) throw new Error(outcome.error.message);
  return outcome.value;
}

async function current(): Promise<VersionRecord> {
  const record = await scripted().ledger.current(id());
  if (record === null) throw new Error("the offer is gone");
  return record;
}

describe("an overridden offer", () => {
  it("is no change to a sync of an unchanged source, and keeps its values when the source moves", async () => {
    lists("Source's");
    await synced();
    const edited = await overridden({ title: "Ours", tags: ["pick"] }, "ada");
    expect(edited).toMatchObject({
      version: 2,
      cause: "ADMIN",
      author: "ada",
      changedFields: ["title", "tags"],
      editorial: { overridden: ["title", "tags"], source: { title: "Source's", tags: [] } },
    });
    expect(await synced()).toMatchObject({ unchanged: 1, changed: 0, writeUnits: 0 });

    script.listed = [{ id: "o0", title: "Source's new", price: "70" }];
    expect(await synced()).toMatchObject({ changed: 1 });
    expect(await current()).toMatchObject({
      version: 3,
      cause: "SYNC",
      changedFields: ["price"],
      content: { title: "Ours", tags: ["pick"], price: { amount: "70.00" } },
    });

    const cleared = await curation().clearOverrides(id(), ["title"], "grace");
    expect(cleared).toMatchObject({
      ok: true,
      value: {
        cause: "ADMIN",
        author: "grace",
        content: { title: "Source's new" },
        changedFields: ["title"],
      },
    });
    await curation().clearOverrides(id(), null, "grace");
    const { editorial, fingerprint, sourceFingerprint } = await current();
    expect([editorial, fingerprint]).toEqual([undefined, sourceFingerprint]);
    expect(await synced()).toMatchObject({ unchanged: 1, writeUnits: 0 });
  });

  it("keeps them through a removal and its return", async () => {
    script.listed = [...offers(30)];
    await synced();
    await overridden({ title: "Ours" }, "ada");
    script.listed = offers(30).slice(1);
    await synced();
    expect(await current()).toMatchObject({ status: "REMOVED", content: { title: "Ours" } });
    script.listed = offers(30);
    await synced();
    expect(await current()).toMatchObject({ status: "ACTIVE", version: 4, content: { title: "Ours" } });
  });

  it("expires at the end that editors gave it", async () => {
    lists("Boots");
    await synced();
    const end = new Date(Date.now() + 3_600_000);
    await overridden({ endsAt: end.toISOString() }, "ada");
    const later = new Date(end.getTime() + 60_000);
    await expireOffers(scripted().ledger, { now: () => later, remainingMs: () => 60_000 });
    expect(await current()).toMatchObject({ status: "EXPIRED", cause: "EXPIRY", version: 3 });
    expect(await synced()).toMatchObject({ unchanged: 1, writeUnits: 0 });
    await curation().clearOverrides(id(), null, "ada");
    expect(await current()).toMatchObject({ status: "ACTIVE", version: 4 });
  });

  it("is known by what its source calls it when its network changes its ids", async () => {
    script.listed = offers(40);
    await synced();
    await overridden({ title: "Ours" }, "ada");
    script.listed = offers(40).map((each) => ({ ...each, id: `new-${each.id}` }));
    await synced();
    expect(await current()).toMatchObject({ status: "ACTIVE", content: { title: "Ours" } });
    expect(await scripted().ledger.current(`${sourceId()}:new-o0`)).toBeNull();
  });
});

describe("a rollback", () => {
  it("of the offer puts back what was shown, overrides included", async () => {
    lists("One");
    await synced();
    await overridden({ title: "Ours" }, "ada");
    await curation().rollbackOffer(id(), 1, "ada");
    expect(await current()).toMatchObject({ version: 3, content: { title: "One" } });
    expect((await current()).editorial).toBeUndefined();
    await curation().rollbackOffer(id(), 2, "ada");
    expect(await current()).toMatchObject({
      content: { title: "Ours" },
      editorial: { overridden: ["title"] },
    });
  });

  it("of the source takes back what the source said, and leaves what editors said", async () => {
    lists("One");
    await synced();
    const before = new Date(Date.parse((await current()).changedAt) + 1);
    await expect.poll(() => new Date() > before).toBe(true);
    await overridden({ tags: ["pick"] }, "ada");
    lists("BROKEN");
    await synced();
    await carriedOut({
      task: "ROLLBACK",
      rollback: { to: before.toISOString(), author: "ada" },
      dryRun: false,
    });
    expect(await current()).toMatchObject({
      cause: "ROLLBACK",
      content: { title: "One", tags: ["pick"] },
      changedFields: ["title"],
    });
  });
});

describe("a mistake", () => {
  it("is answered with the fields at fault, all of them, and nothing is written", async () => {
    lists("One");
    await synced();
    const wrong = await curation().overrideOffer(
      id(),
      { title: null, images: ["ftp://x"], tags: ["a"] },
      "ada",
    );
    if (wrong.ok) throw new Error("it was taken");
    expect([wrong.error, ...(wrong.more ?? [])].map(({ code, field }) => [code, field])).toEqual([
      ["OVERRIDE_INVALID", ["input", "title"]],
      ["OVERRIDE_INVALID", ["input", "images", "0"]],
    ]);
    await overridden({ startsAt: "2026-01-02T00:00:00Z" }, "ada");
    const outcomes = await Promise.all([
      curation().overrideOffer(id(), { endsAt: "2026-01-01T00:00:00Z" }, "ada"),
      curation().overrideOffer(id(), {}, "ada"),
      curation().clearOverrides(id(), ["trackingUrl"], "ada"),
      curation().overrideOffer("none:x", { title: "x" }, "ada"),
    ]);
    expect(outcomes.map((each) => (each.ok ? null : [each.error.code, each.error.field]))).toEqual([
      ["OVERRIDE_INVALID", ["input", "endsAt"]],
      ["OVERRIDE_INVALID", ["input"]],
      ["OVERRIDE_INVALID", ["fields"]],
      ["OFFER_NOT_FOUND", ["id"]],
    ]);
    expect((await current()).version).toBe(2);
  });
});
