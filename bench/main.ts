/**
 * `npm run bench`: the product's targets, each measured against its comparison within one run.
 * `--cost`: dollars per million offers. `--growth`: how time and memory grow with the catalogue.
 * `--api`: queries under load beside their bare SQL, and a thousand subscribers.
 * `--smoke`: all of it at toy sizes, which shows that it works and measures nothing.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Exposure } from "../local/feed/api.ts";
import { type StartedFeed, startFeed } from "../local/feed/start-feed.ts";
import { measureApi } from "./api/report.ts";
import { bundleRows } from "./bundle-sizes.ts";
import { measureChangeDelay } from "./change-delay.ts";
import { measureCost } from "./cost/cost.ts";
import { type BenchFlags, readFlags, type Sizes } from "./flags.ts";
import { measureGrowth, measureQueries, queryRows } from "./growth.ts";
import { memoryRows } from "./memory.ts";
import { pipelineRows } from "./pipeline.ts";
import { keep, print, writeDocument } from "./report.ts";
import type { Grid, Report, Row } from "./rows.ts";

async function inDirectory<T>(work: (dataDir: string) => Promise<T>): Promise<T> {
  const dataDir = await mkdtemp(join(tmpdir(), "offerfeed-bench-"));
  try {
    return await work(dataDir);
  } finally {
    await rm(dataDir, { recursive: true, force: true });
  }
}

/** A feed of its own for a piece of work. */
const withFeed = <T>(work: (started: StartedFeed) => Promise<T>, exposure: Exposure = {}): Promise<T> =>
  inDirectory(async (dataDir) => {
    const started = await startFeed({
      dataDir,
      port: 0,
      schedules: false,
      sandboxes: false,
      exposure,
      onTrouble: console.error,
    });
    try {
      return await work(started);
    } finally {
      await started.stop();
    }
  });

async function targets({ sizes, smoke }: BenchFlags): Promise<Report> {
  const throughput = await withFeed(async (started) => [
    ...(await pipelineRows(started, sizes.pipeline)),
    await measureChangeDelay(started, sizes.changes),
  ]);
  const memory = await memoryRows(sizes.memory[0], sizes.memory[1]);
  if (smoke) return targetsReport(sizes, [...throughput, ...memory]);
  // The growth curve asks the same queries, and a test looks at the bundles: a smoke run has no time for either twice.
  const queries = await withFeed((started) => measureQueries(started, sizes.queried, sizes.asked));
  const bundles = await bundleRows();
  const rows = [...throughput, ...queryRows(queries), ...memory, ...bundles.rows];
  return targetsReport(sizes, rows, [bundles.grid]);
}

const targetsReport = (sizes: Sizes, rows: readonly Row[], grids: readonly Grid[] = []): Report => ({
  name: "targets",
  rows,
  grids,
  notes: [],
  details: { sizes },
});

const flags = readFlags(process.argv.slice(2));
const { sizes } = flags;
const parts: Readonly<Record<Report["name"], () => Promise<Report>>> = {
  targets: () => targets(flags),
  cost: () => inDirectory((dataDir) => measureCost(dataDir, sizes.cost)),
  api: () =>
    withFeed((started) => measureApi(started, sizes.api), {
      sockets: { connectionsPerAddress: sizes.api.subscribers + 10 },
    }),
  growth: () => withFeed((started) => measureGrowth(started, sizes.growth, sizes.asked)),
};
for (const part of flags.parts) {
  const report = await parts[part]();
  print(report);
  console.log(`Written to ${await keep(report, flags.smoke)}`);
  if (flags.writeDocs) await writeDocument(report);
}
