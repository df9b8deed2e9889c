/**
 * Run as a process of its own: lists a source, all of whose offers are known, until it has listed so many, and prints the
 * peak memory in MB.
 * What a fetch function holds is measured, so ledger and queue are stand-ins that hold nothing.
 */
import { readFileSync } from "node:fs";
import { createHttpClient } from "../shared/http/create-client.ts";
import { MemoryRateLimiter } from "../shared/http/rate-limit.ts";
import { adapter as genericFeed } from "../shared/networks/generic-feed/index.ts";
import { fingerprintOf } from "../shared/offer/fingerprint.ts";
import { normaliseOffer, sourceOfferId } from "../shared/offer/normalise.ts";
import { SeenIndex } from "../shared/sync/seen-index.ts";

const [origin = "", settingsText = "{}", leastText = "1"] = process.argv.slice(2);
const settings = genericFeed.settingsSchema.parse(JSON.parse(settingsText));
const credentials = genericFeed.credentialsSchema.parse({});
const now = new Date();
const { signal } = new AbortController();

async function list(take: (id: string, fingerprint: string) => void): Promise<number> {
  const http = createHttpClient({
    limiter: new MemoryRateLimiter(),
    quotaKey: "bench",
    rateLimits: [{ requests: 1_000, intervalMs: 1 }],
    secrets: [],
    originOverride: origin,
    onCall: () => undefined,
    signal,
  });
  const context = {
    credentials,
    settings,
    http,
    cursor: null,
    mode: "FULL",
    since: null,
    known: async function* () {},
    signal,
    now,
  } as const;
  let listed = 0;
  for await (const page of genericFeed.fetchOffers(context)) {
    for (const record of page.records) {
      const draft = genericFeed.toOffer(record, { credentials, settings, now });
      if (draft === null) continue;
      take(sourceOfferId(draft), fingerprintOf(normaliseOffer(draft, { timeZone: "UTC", now })));
      listed += 1;
    }
  }
  return listed;
}

/** What the kernel saw this process hold at most. `maxRSS` would begin at the size of the process that started it. */
function peakMb(): number {
  const kilobytes = /VmHWM:\s+(\d+) kB/.exec(readFileSync("/proc/self/status", "utf8"))?.[1];
  return Number(kilobytes) / 1024;
}

// V8 lets its heap grow for the first seconds, whatever is in it. A small source is listed again and again, as a warm
// instance does, so that what is compared is what the source's size costs and not how long the process ran.
let listed = 0;
let unchanged = 0;
let seconds = 0;
for (let all = 0; all < Number(leastText); all += listed) {
  // The first listing stands for the ledger's index, the second is the refresh that is measured.
  const index = new SeenIndex();
  await list((id, fingerprint) => index.addKnown(id, fingerprint));
  unchanged = 0;
  const began = performance.now();
  listed = await list((id, fingerprint) => {
    if (index.see(id, fingerprint) === "unchanged") unchanged += 1;
  });
  seconds = (performance.now() - began) / 1000;
}
process.stdout.write(JSON.stringify({ listed, unchanged, rate: listed / seconds, peakMb: peakMb() }));
