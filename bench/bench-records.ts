/** The benchmark catalogue as the ledger would hold it, without a run: what a growth curve is loaded with. */
import type { VersionRecord } from "../shared/ledger/records.ts";
import { adapter as genericFeed } from "../shared/networks/generic-feed/index.ts";
import { benchLines } from "../shared/networks/generic-feed/sandbox/bench.ts";
import { benchSettings } from "../shared/networks/generic-feed/sandbox/bench-settings.ts";
import { fingerprintOf } from "../shared/offer/fingerprint.ts";
import { offerIdOf } from "../shared/offer/model.ts";
import { normaliseOffer, sourceOfferId } from "../shared/offer/normalise.ts";

/** Changes are this far apart, so that "latest" has an order to go by. */
const APART_MS = 1_000;

/**
 * Current records of offers `from` up to `to` of the benchmark catalogue, through the adapter's own mapping and
 * normalisation, in pages of 500.
 */
export function* benchRecords(from: number, to: number): Generator<VersionRecord[], void, void> {
  const settings = genericFeed.settingsSchema.parse(benchSettings({ items: to }));
  const credentials = genericFeed.credentialsSchema.parse({});
  const now = new Date();
  let index = from;
  for (const chunk of benchLines({ items: to, changed: 1, revision: 0 }, from)) {
    const page: VersionRecord[] = [];
    for (const line of chunk.split("\n")) {
      if (line === "") continue;
      const draft = genericFeed.toOffer(JSON.parse(line) as never, { credentials, settings, now });
      if (draft === null) throw new Error(`The benchmark's offer ${index} is no offer to the adapter.`);
      const content = normaliseOffer(draft, { timeZone: "UTC", now });
      page.push(recordOf(sourceOfferId(draft), content, new Date(now.getTime() - (to - index) * APART_MS)));
      index += 1;
    }
    yield page;
  }
}

function recordOf(id: string, content: VersionRecord["content"], changedAt: Date): VersionRecord {
  const fingerprint = fingerprintOf(content);
  return {
    offerId: offerIdOf("bench", id),
    sourceId: "bench",
    networkId: "generic-feed",
    sourceOfferId: id,
    version: 1,
    status: "ACTIVE",
    previousStatus: null,
    content,
    fingerprint,
    sourceFingerprint: fingerprint,
    cause: "SYNC",
    author: null,
    reason: null,
    runId: "bench:run",
    place: null,
    runSeq: 1,
    changedFields: [],
    firstSeenAt: changedAt.toISOString(),
    changedAt: changedAt.toISOString(),
    listed: true,
    removedAt: null,
    lastSeenAt: null,
    hidden: false,
    sandbox: true,
    quiet: true,
    saidAt: null,
    rawRef: null,
  };
}
