/** Whether ledger, read model, change log and archive say the same, and the ledger's histories have no gap. */
import { expect } from "vitest";
import type { Feed } from "../local/cli/feed.ts";
import { compareArchive } from "../shared/archive/reconcile.ts";
import type { VersionRecord } from "../shared/ledger/records.ts";
import { findDifferences, sourceSummaries, summariseRecords } from "../shared/readmodel/reconcile.ts";

export async function currentRecords(feed: Feed): Promise<Map<string, VersionRecord>> {
  const records = new Map<string, VersionRecord>();
  for await (const page of feed.ledger.all("CURRENT"))
    for (const each of page) records.set(each.offerId, each);
  return records;
}

/** Asserts that everything agrees. Call it when the feed is idle. */
export async function expectAgreement(feed: Feed): Promise<void> {
  const current = await currentRecords(feed);
  const versions = new Map<string, number[]>();
  for await (const page of feed.ledger.all("VERSIONS")) {
    for (const { offerId, version } of page)
      versions.set(offerId, [...(versions.get(offerId) ?? []), version]);
  }
  const gaps = [...current.values()].filter(({ offerId, version }) => {
    const held = versions.get(offerId)?.toSorted((a, b) => a - b) ?? [];
    return held.length !== version || held.some((each, place) => each !== place + 1);
  });
  expect(gaps.map(({ offerId }) => offerId)).toEqual([]);
  expect(versions.size).toBe(current.size);

  expect(await sourceSummaries(feed.database)).toEqual(await summariseRecords(feed.ledger.all("CURRENT")));
  expect(await Array.fromAsync(findDifferences(feed.database, feed.ledger.all("CURRENT")))).toEqual([]);
  const logged = await feed.database
    .selectFrom("offer_changes")
    .select(({ fn }) => fn.countAll<string>().as("count"))
    .executeTakeFirstOrThrow();
  expect(Number(logged.count)).toBe([...versions.values()].flat().length);

  expect(await compareArchive(feed.ledger.all("VERSIONS"), feed.archive, feed.moved)).toMatchObject({
    agrees: true,
    missing: [],
  });
}
