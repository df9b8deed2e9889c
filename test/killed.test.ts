/** The whole process tree is killed in the middle of a first sync: what is started after it makes everything right. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterAll, beforeAll, expect, it } from "vitest";
import { PROJECT_ROOT } from "../local/feed/local-template.ts";
import { currentRecords, expectAgreement } from "./agreement.ts";
import { type FeedServer, startFeedServer } from "./engines/feed-server.ts";
import { newDataDir, startTestFeed } from "./support.ts";

const COUNT = 4_000;
const KILLS = [600, 1_800, 2_600];

let partner: FeedServer;
let dataDir: string;

beforeAll(async () => {
  [partner, dataDir] = await Promise.all([startFeedServer(), newDataDir()]);
  const lines = Array.from({ length: COUNT }, (_, place) =>
    JSON.stringify({
      id: `p${place}`,
      name: `Product ${place}`,
      url: `https://shop.example/${place}`,
      price: `${place}.50`,
    }),
  );
  partner.paths.set("/feed.jsonl", (_, response) => response.end(`${lines.join("\n")}\n`));
  const test = await startTestFeed({ dataDir });
  await test.feed.control.addSource({
    id: "shop",
    networkId: "generic-feed",
    name: "Shop",
    settings: {
      url: `${partner.origin}/feed.jsonl`,
      map: {
        sourceOfferId: "id",
        title: "name",
        trackingUrl: "url",
        price: { path: "price", then: [{ money: { currency: "EUR" } }] },
      },
    },
  });
  await test.stop();
}, 120_000);

afterAll(async () => {
  await partner.close();
  await rm(dataDir, { recursive: true, force: true });
});

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

it("agrees everywhere after kills in the middle of the first sync, with nothing doubled and nothing missing", async () => {
  for (const written of KILLS) await syncUntilKilled(written);
  const test = await startTestFeed({ dataDir });
  const run = await test.synced("shop");
  expect(run).toMatchObject({
    status: "SUCCEEDED",
    coverage: "COMPLETE",
    fetched: COUNT,
    changed: 0,
    removed: 0,
  });
  // What the killed runs wrote is there, and was neither written nor versioned again.
  expect(run.unchanged).toBeGreaterThan(0);
  expect(run.created + run.unchanged).toBe(COUNT);
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
  const { runs } = await test.feed.sources.listRuns({ sourceId: "shop", first: 10, after: null });
  expect(runs.map(({ status }) => status)).toEqual(["SUCCEEDED", "FAILED", "FAILED", "FAILED"]);
  expect(runs[1]?.message).toMatch(/interrupted/);
  await test.stop();
}, 300_000);
