/** Random sequences of what happens to a source, held against the model after each. */
import fc from "fast-check";
import { expect } from "vitest";
import type { VersionRecord } from "../../shared/ledger/records.ts";
import { offerIdOf } from "../../shared/offer/model.ts";
import { digestOf } from "../../shared/sync/seen-index.ts";
import { Model, type Overrides, type Said } from "./model.ts";
import type { SyncHow, World } from "./world.ts";

type Step =
  | { readonly kind: "feed"; readonly changes: readonly FeedChange[] }
  | { readonly kind: "sync"; readonly how: SyncHow }
  | { readonly kind: "wait"; readonly ticks: number }
  | { readonly kind: "expire" }
  | { readonly kind: "hide"; readonly offer: number; readonly hidden: boolean }
  | { readonly kind: "override"; readonly offer: number; readonly overrides: Overrides }
  | { readonly kind: "rollBackOffer"; readonly offer: number; readonly version: number }
  | { readonly kind: "rollBackSource"; readonly ago: number; readonly how: SyncHow }
  | { readonly kind: "release"; readonly how: SyncHow };

interface FeedChange {
  readonly from: number;
  readonly count: number;
  /** Null: they go. */
  readonly said: Said | null;
}

const dice = fc.array(fc.nat(1_000), { minLength: 8, maxLength: 24 });

const said = fc.record({
  price: fc.integer({ min: 1, max: 4 }),
  endsAt: fc.option(fc.integer({ min: 1, max: 6 })),
});

/** Nothing: what is overridden is given back. */
const overrides: fc.Arbitrary<Overrides> = fc.oneof(
  fc.constant({}),
  fc.record({ price: fc.integer({ min: 1, max: 4 }) }),
  fc.record({ endsAt: fc.option(fc.integer({ min: 1, max: 6 })) }),
);

const feedChange: fc.Arbitrary<FeedChange> = fc.record({
  from: fc.nat(24),
  count: fc.oneof(
    { weight: 4, arbitrary: fc.integer({ min: 1, max: 4 }) },
    { weight: 1, arbitrary: fc.constant(28) },
  ),
  said: fc.option(said, { freq: 3 }),
});

const death = fc.record({ steps: fc.integer({ min: 1, max: 24 }), lastOneCounts: fc.boolean() });

const how: fc.Arbitrary<SyncHow> = fc.record({
  resumable: fc.boolean(),
  breaksAfter: fc.option(fc.nat(4), { freq: 5 }),
  coverage: fc.oneof(
    { weight: 6, arbitrary: fc.constant("COMPLETE" as const) },
    { weight: 1, arbitrary: fc.constant("CAPPED" as const) },
  ),
  index: fc.oneof(
    { weight: 8, arbitrary: fc.constant("whole" as const) },
    { weight: 1, arbitrary: fc.constant("lost" as const) },
    { weight: 1, arbitrary: fc.constant("torn" as const) },
  ),
  deaths: fc.oneof(
    { weight: 2, arbitrary: fc.constant([]) },
    { weight: 1, arbitrary: fc.array(death, { minLength: 1, maxLength: 2 }) },
  ),
  delivery: fc.record({ dice }),
  twice: fc.oneof({ weight: 5, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
});

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant("feed" as const),
      changes: fc.array(feedChange, { minLength: 1, maxLength: 4 }),
    }),
  },
  { weight: 7, arbitrary: fc.record({ kind: fc.constant("sync" as const), how }) },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant("wait" as const), ticks: fc.integer({ min: 1, max: 3 }) }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("expire" as const) }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant("hide" as const), offer: fc.nat(24), hidden: fc.boolean() }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant("override" as const), offer: fc.nat(24), overrides }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant("rollBackOffer" as const),
      offer: fc.nat(24),
      version: fc.integer({ min: 1, max: 3 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant("rollBackSource" as const),
      ago: fc.integer({ min: 1, max: 6 }),
      how,
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("release" as const), how }) },
);

export interface Sequence {
  readonly steps: readonly Step[];
  readonly dice: readonly number[];
}

export const sequence: fc.Arbitrary<Sequence> = fc.record({
  steps: fc.array(step, { minLength: 4, maxLength: 10 }),
  dice,
});

const name = (place: number): string => `o${String(place).padStart(2, "0")}`;

/** Carries out a sequence on both, and expects both to agree after it. */
export async function runSequence(world: World, { steps, dice: follows }: Sequence): Promise<void> {
  const model = new Model();
  await world.newSource();
  let feed: ReadonlyMap<string, Said> = new Map();
  let heldRun: string | null = null;
  for (const each of steps) {
    // Every step has an instant of its own.
    model.now += 1;
    world.at(model.now);
    switch (each.kind) {
      case "feed":
        feed = changed(feed, each.changes);
        break;
      case "sync": {
        // An index that lacks the same twice in a row is believed: that is a matter of its own.
        const how = world.indexLacked ? { ...each.how, index: "whole" as const } : each.how;
        const run = await world.sync(feed, how);
        const { taken, complete, status } = expected(feed, how, world.indexLacked);
        const held = model.sync(taken, complete);
        expect([run.status, run.message]).toEqual([held ? "HELD" : status, expect.toSatisfy(() => true)]);
        heldRun = held ? run.id : model.held === null ? null : heldRun;
        break;
      }
      case "wait":
        model.now += each.ticks;
        break;
      case "expire":
        await world.expire();
        model.expire();
        break;
      case "hide":
        await world.curation[each.hidden ? "hideOffer" : "unhideOffer"](
          offerIdOf(world.source, name(each.offer)),
          ...((each.hidden ? [null, "ada"] : ["ada"]) as [never, never]),
        );
        model.hide(name(each.offer), each.hidden);
        break;
      case "override":
        await world.override(name(each.offer), each.overrides);
        model.override(name(each.offer), each.overrides);
        break;
      case "rollBackOffer":
        await world.curation.rollbackOffer(offerIdOf(world.source, name(each.offer)), each.version, "ada");
        model.rollBackOffer(name(each.offer), each.version);
        break;
      case "rollBackSource": {
        const to = Math.max(0, model.now - each.ago);
        const rollback = { to: world.instant(to).toISOString(), author: "ada" };
        const run = await world.task({ task: "ROLLBACK", rollback, dryRun: false }, each.how);
        expect(run.status).toBe("SUCCEEDED");
        model.rollBackSource(to);
        break;
      }
      case "release": {
        // Only the newest run can be released: what came after it has seen the source anew.
        if (heldRun === null || (await world.newestRun()) !== heldRun) break;
        const run = await world.task({ task: "RELEASE", releases: heldRun }, each.how);
        expect(run.status).toBe("SUCCEEDED");
        model.release();
        heldRun = null;
        break;
      }
    }
  }
  await world.follow(follows);
  await expectAgreement(world, model);
}

function changed(feed: ReadonlyMap<string, Said>, changes: readonly FeedChange[]): Map<string, Said> {
  const next = new Map(feed);
  for (const { from, count, said: what } of changes) {
    for (let place = from; place < from + count; place += 1) {
      if (what === null) next.delete(name(place));
      else next.set(name(place), what);
    }
  }
  return next;
}

const PAGE = 4;

/** What of a listing is taken, and what it may do. */
function expected(
  feed: ReadonlyMap<string, Said>,
  how: SyncHow,
  indexLacked: boolean,
): { taken: ReadonlyMap<string, Said>; complete: boolean; status: "SUCCEEDED" | "FAILED" } {
  const breaks = how.breaksAfter !== null && how.breaksAfter * PAGE < feed.size;
  if (breaks) {
    // What came before the last checkpoint has been sent; the rest has not.
    const pages = how.resumable ? (how.breaksAfter ?? 0) : 0;
    return { taken: new Map([...feed].slice(0, pages * PAGE)), complete: false, status: "FAILED" };
  }
  // An index that lacks something may not lead to removals.
  return { taken: feed, complete: how.coverage === "COMPLETE" && !indexLacked, status: "SUCCEEDED" };
}

async function expectAgreement(world: World, model: Model): Promise<void> {
  const ids = [...model.offers.keys()];
  const wanted = new Map(
    ids.map((id) => [offerIdOf(world.source, id), model.offers.get(id)?.versions ?? []]),
  );

  const found: string[] = [];
  for await (const { offers } of world.ledger.everyOffer(world.source, null)) {
    found.push(...offers.map(({ sourceOfferId }) => sourceOfferId));
  }
  expect(found.toSorted()).toEqual(ids.toSorted());

  const all: VersionRecord[] = [];
  const account = { count: 0, digest: 0 };
  for (const [offerId, versions] of wanted) {
    const held = (await world.ledger.versions(offerId, { first: 100, before: null })).toReversed();
    expect(held.map((record) => seen(world, record))).toEqual(
      versions.map(({ cause, status, shown: what, overrides: edits, at }, place) => ({
        version: place + 1,
        cause,
        status,
        overridden: Object.keys(edits).toSorted(),
        price: what.price.toFixed(2),
        endsAt:
          what.endsAt === null
            ? null
            : world
                .instant(what.endsAt * 2)
                .toISOString()
                .replace(".000Z", "Z"),
        changedAt: world.instant(at).toISOString(),
      })),
    );
    const current = await world.ledger.current(offerId);
    expect(current).toEqual(held.at(-1));
    all.push(...held);
    if (current?.listed !== true) continue;
    account.count += 1;
    account.digest += digestOf(current.sourceOfferId, current.sourceFingerprint);
  }
  expect(await world.account()).toEqual(account);
  const byRuns = all.filter(({ runId }) => runId !== null).length;
  expect(await world.countedWrites()).toBe(byRuns);

  const rows = await world.db
    .selectFrom("offers")
    .select(["offer_id", "doc"])
    .where("source_id", "=", world.source)
    .execute();
  const docs = new Map<string, unknown>(rows.map(({ offer_id, doc }) => [offer_id, doc]));
  const newest = new Map([...wanted.keys()].map((id) => [id, all.findLast(({ offerId }) => offerId === id)]));
  expect(docs).toEqual(newest);
  const logged = await world.db
    .selectFrom("offer_changes")
    .select(["offer_id", "version"])
    .where("source_id", "=", world.source)
    .execute();
  const keyed = (offerId: string, version: number): string => `${offerId}#${version}`;
  expect(logged.map((row) => keyed(row.offer_id, row.version)).toSorted()).toEqual(
    all.map((record) => keyed(record.offerId, record.version)).toSorted(),
  );

  const archived = new Map<string, VersionRecord>();
  for await (const records of world.archive.read({ sourceId: world.source })) {
    for (const record of records) archived.set(keyed(record.offerId, record.version), record);
  }
  expect(archived).toEqual(new Map(all.map((record) => [keyed(record.offerId, record.version), record])));
}

const seen = (_: World, { version, cause, status, content, editorial, changedAt }: VersionRecord) => ({
  version,
  cause,
  status,
  overridden: (editorial?.overridden ?? []).toSorted(),
  price: content.price?.amount,
  endsAt: content.endsAt,
  changedAt,
});
