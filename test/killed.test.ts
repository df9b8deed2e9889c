/**
 * The whole process tree is killed again and again in the middle of a first sync: what is started after it takes the run up.
 * `KILLED_OFFERS` and `KILLS` make it larger: a hundred thousand offers and ten kills take a quarter of an hour.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { PROJECT_ROOT } from "../local/feed/local-template.ts";
import type { SyncRun } from "../shared/sources/records.ts";
import { currentRecords, expectAgreement } from "./agreement.ts";
import { type FeedServer, pagedSettings, startFeedServer } from "./engines/feed-server.ts";
import { newDataDir, startTestFeed } from "./support.ts";

const COUNT = Number(process.env["KILLED_OFFERS"] ?? 4_000);
const KILLS = Number(process.env["KILLS"] ?? 3);
const PAGE = Math.max(100, Math.ceil(COUNT / 500));
/** Slow enough that checkpoints lie between the first page and the last. */
const PAGE_MS = (15_000 / COUNT) * PAGE;
const PATIENCE_MS = 300_000 + COUNT * 20;

let partner: FeedServer;
let dataDir: string;
/** How often the partner was asked for each page. */
let asked: Map<number, number>;

const record = (place: number): object => ({
  id: `p${place}`,
  name: `Product ${place}`,
  url: `https://shop.example/${place}`,
  price: `${place}.50`,
});

const MAP = {
  sourceOfferId: "id",
  title: "name",
  trackingUrl: "url",
  price: { path: "price", then: [{ money: { currency: "EUR" } }] },
};

beforeEach(async () => {
  [partner, dataDir] = await Promise.all([startFeedServer(), newDataDir()]);
  asked = new Map();
  const all = Array.from({ length: COUNT }, (_, place) => record(place));
  partner.paths.set("/feed.jsonl", (_, response) =>
    response.end(`${all.map((each) => JSON.stringify(each)).join("\n")}\n`),
  );
  partner.paths.set("/offers", (request, response) => {
    const offset = Number(new URL(request.url ?? "/", "http://feed").searchParams.get("offset") ?? 0);
    asked.set(offset / PAGE, (asked.get(offset / PAGE) ?? 0) + 1);
    const page = JSON.stringify({ data: all.slice(offset, offset + PAGE) });
    setTimeout(() => response.writeHead(200, { "content-type": "application/json" }).end(page), PAGE_MS);
  });
});

afterEach(async () => {
  await partner.close();
  await rm(dataDir, { recursive: true, force: true });
});

async function addShop(settings: Record<string, unknown>): Promise<void> {
  const test = await startTestFeed({ dataDir });
  const outcome = await test.feed.control.addSource({
    id: "shop",
    networkId: "generic-feed",
    name: "Shop",
    settings,
  });
  await test.stop();
  expect(outcome).toMatchObject({ ok: true });
}

/** Starts a process of its own that syncs, and kills it and all its children once so many offers are written. */
async function syncUntilKilled(written: number): Promise<void> {
  const child = spawn(process.execPath, [join(PROJECT_ROOT, "test/sync-slowly.ts"), dataDir], {
    stdio: ["ignore", "pipe", "inherit"],
    detached: true,
  });
  for await (const line of createInterface({ input: child.stdout })) {
    if (Number(line) >= written) break;
  }
  process.kill(-(child.pid ?? 0), "SIGKILL");
  if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
}

/** Ascending moments of the first sync, in offers written, each anywhere in its part of it. */
const moments = (): number[] =>
  Array.from({ length: KILLS }, (_, kill) => Math.floor(((kill + Math.random()) / (KILLS + 1)) * COUNT));

async function killedAndRestarted(): Promise<SyncRun> {
  const kills = moments();
  process.stdout.write(`killed when ${kills.join(", ")} of ${COUNT} offers were written\n`);
  for (const written of kills) await syncUntilKilled(written);
  // A command that only looks takes nothing up, and so does not break it off again.
  const looking = await startTestFeed({ dataDir, resume: false });
  const left = (await looking.feed.sources.get("shop"))?.lastRunId ?? "";
  const resumes = (await looking.feed.sources.getRun(left))?.resumes;
  await looking.stop();
  expect(resumes).toBeLessThan(KILLS);
  const test = await startTestFeed({ dataDir });
  await test.idle();
  const { runs } = await test.feed.sources.listRuns({ sourceId: "shop", first: 10, after: null });
  // One run, however often it was killed, and what was written is counted once.
  expect(runs).toHaveLength(1);
  expect(runs[0]).toMatchObject({
    status: "SUCCEEDED",
    coverage: "COMPLETE",
    fetched: COUNT,
    changed: 0,
    removed: 0,
  });
  const [run] = runs;
  if (!run) throw new Error("there is no run");
  expect(run.resumes).toBeLessThanOrEqual(KILLS);
  const current = await currentRecords(test.feed);
  expect(current.size).toBe(COUNT);
  expect([...current.values()].every(({ version, status }) => version === 1 && status === "ACTIVE")).toBe(
    true,
  );
  expect(current.get("shop:p1234")?.content).toMatchObject({
    title: "Product 1234",
    price: { amount: "1234.50" },
  });
  await expectAgreement(test.feed);
  expect(await test.synced("shop")).toMatchObject({ unchanged: COUNT, created: 0, writeUnits: 0 });
  await test.stop();
  return run;
}

describe("after kills in the middle of the first sync", () => {
  it(
    "a listing in pages goes on at its last checkpoint, and everything agrees",
    async () => {
      await addShop(pagedSettings(partner.origin, PAGE, MAP));
      const run = await killedAndRestarted();
      expect(run.resumes).toBeGreaterThan(0);
      // The last time is the refresh after it. What a kill costs is what was listed after the last checkpoint.
      const again = [...asked.values()].reduce((sum, times) => sum + times - 2, 0);
      process.stdout.write(
        `${again} of ${asked.size} pages were asked for again, in ${run.resumes} resumptions\n`,
      );
      expect(again).toBeLessThan(asked.size * run.resumes);
    },
    PATIENCE_MS,
  );

  it(
    "a file that nothing can resume is read anew, and everything agrees",
    async () => {
      await addShop({ url: `${partner.origin}/feed.jsonl`, map: MAP });
      const run = await killedAndRestarted();
      expect(run.created + run.unchanged).toBeGreaterThanOrEqual(COUNT);
    },
    PATIENCE_MS,
  );
});
