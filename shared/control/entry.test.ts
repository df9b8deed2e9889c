/** What editors enter, on the real ledger and the real Sources table. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { EnteredOffer } from "../offer/entered-offer.ts";
import { type SyncEngines, startSyncEngines } from "../sync/engines.fixture.ts";
import { type Entered, OfferEntry } from "./entry.ts";
import type { Outcome } from "./outcome.ts";

let engines: SyncEngines;
let entry: OfferEntry;
let made = 0;
const source = (): string => `picks-${made}`;

beforeAll(async () => {
  engines = await startSyncEngines();
  const { ledger, sources, runs } = engines;
  const definitions = [{ id: "manual", entered: true as const }, { id: "awin" }];
  entry = new OfferEntry({ ledger, sources, runs, definitions, now: () => new Date() });
});
afterAll(() => engines.stop());
beforeEach(async () => {
  made += 1;
  await engines.addSource({ id: source(), networkId: "manual", schedule: "none" });
});

const offer = (sourceOfferId: string, more: Partial<EnteredOffer> = {}): EnteredOffer => ({
  sourceOfferId,
  kind: "DEAL",
  title: `Deal ${sourceOfferId}`,
  trackingUrl: `https://shop.example/${sourceOfferId}`,
  ...more,
});

function valueOf(outcome: Outcome<Entered>): Entered {
  if (!outcome.ok) throw new Error(outcome.error.message);
  return outcome.value;
}
const create = async (...offers: EnteredOffer[]): Promise<Entered> =>
  valueOf(await entry.createOffers(source(), offers, "ada"));
const account = async () => (await engines.sources.get(source()))?.account;

describe("offers that are entered", () => {
  it("are versions of one run, by their author, and updated by the same id", async () => {
    const first = await create(offer("a"), offer("b"));
    expect(first.run).toMatchObject({ status: "SUCCEEDED", coverage: "COMPLETE", created: 2, changed: 0 });
    expect(first.offers).toMatchObject([
      { version: 1, status: "ACTIVE", cause: "ADMIN", author: "ada", runId: first.run?.id, quiet: false },
      { sourceOfferId: "b" },
    ]);
    const second = await create(offer("a", { title: "Better" }), offer("b"));
    expect(second.run).toMatchObject({ created: 0, changed: 1, unchanged: 1 });
    expect(second.offers).toMatchObject([{ version: 2, changedFields: ["title"] }, { version: 1 }]);
    expect(await account()).toMatchObject({ count: 2 });
  });

  it("are written beside those that are not valid, of which everything that is wrong is told", async () => {
    const { offers, errors, run } = await create(
      offer("ok"),
      offer("bad", { title: "", trackingUrl: "ftp://x", gtin: "123", languages: ["?"] }),
      offer("code", { kind: "COUPON" }),
      offer("dates", { startsAt: "2026-02-02", endsAt: "2026-02-01" }),
      offer("ok"),
      offer(" "),
      offer("list", {
        price: { amount: "10", currency: "EUR" },
        originalPrice: { amount: "9", currency: "EUR" },
      }),
    );
    expect(offers.map(({ sourceOfferId }) => sourceOfferId)).toEqual(["ok"]);
    expect(run).toMatchObject({ created: 1, status: "SUCCEEDED" });
    expect(errors.map(({ field }) => field?.join("."))).toEqual([
      "offers.1.title",
      "offers.1.languages.0",
      "offers.1.trackingUrl",
      "offers.1.gtin",
      "offers.2.couponCode",
      "offers.3",
      "offers.4.sourceOfferId",
      "offers.5",
      "offers.6.originalPrice",
    ]);
    expect(new Set(errors.map(({ code }) => code))).toEqual(new Set(["OFFER_INVALID"]));
  });

  it("begin no run where none is valid", async () => {
    const before = await engines.sources.get(source());
    expect(await create(offer("bad", { title: "" }))).toMatchObject({ run: null, offers: [] });
    expect((await engines.sources.get(source()))?.lastRunId).toBe(before?.lastRunId);
  });

  it("are all written when two editors enter at once", async () => {
    const [one, two] = await Promise.all([create(offer("a"), offer("b")), create(offer("c"))]);
    expect([one.run?.created, two.run?.created]).toEqual([2, 1]);
    expect(await account()).toMatchObject({ count: 3 });
  });

  it("can be removed, told of what is not there, and come back", async () => {
    await create(offer("a"));
    const removed = valueOf(await entry.removeOffers(source(), ["a", "none"], "grace"));
    expect(removed).toMatchObject({
      run: { removed: 1 },
      offers: [{ status: "REMOVED", cause: "REMOVAL", author: "grace", version: 2 }],
      errors: [{ code: "OFFER_NOT_FOUND", field: ["sourceOfferIds", "1"] }],
    });
    expect(await account()).toMatchObject({ count: 0 });
    expect((await create(offer("a"))).offers).toMatchObject([{ status: "ACTIVE", version: 3 }]);
  });

  it("take over from a call that died before its end", async () => {
    const held = await engines.sources.get(source());
    if (!held) throw new Error("the source is gone");
    const dead = await engines.runs.begin(held, "FULL", new Date(Date.now() - 600_000));
    if (!("run" in dead)) throw new Error("the source is held");
    expect((await create(offer("a"))).run).toMatchObject({ created: 1, status: "SUCCEEDED" });
    expect(await engines.sources.getRun(dead.run.id)).toMatchObject({
      status: "FAILED",
      message: expect.stringContaining("died before all were written"),
    });
  });
});

describe("a mistake", () => {
  it.each([
    ["nowhere", 1, "SOURCE_NOT_FOUND"],
    ["fetched", 1, "SOURCE_NOT_MANUAL"],
    ["off", 1, "SOURCE_DISABLED"],
    ["picks-0", 0, "OFFER_INVALID"],
    ["picks-0", 101, "OFFER_INVALID"],
  ])("into %s with %i offers is %s", async (id, count, code) => {
    await engines.addSource({ id: "fetched", networkId: "awin" });
    await engines.addSource({ id: "off", networkId: "manual", enabled: false });
    await engines.addSource({ id: "picks-0", networkId: "manual" });
    const offers = Array.from({ length: count }, (_, place) => offer(`o${place}`));
    const outcome = await entry.createOffers(id, offers, "ada");
    expect(outcome.ok ? null : outcome.error.code).toBe(code);
  });

  it("while another run holds the source is told as such", async () => {
    const held = await engines.sources.get(source());
    if (!held) throw new Error("the source is gone");
    await engines.runs.begin(held, "FULL", new Date(), { task: "RETIRE" });
    const outcome = await entry.createOffers(source(), [offer("a")], "ada");
    expect(outcome.ok ? null : outcome.error.code).toBe("ALREADY_RUNNING");
  });
});
