/**
 * `npm run bench`: the product's targets, each measured against its comparison within one run.
 * `--cost`: dollars per million offers. `--growth`: how time and memory grow with the catalogue.
 * `--smoke`: all of it at toy sizes, which shows that it works and measures nothing.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type StartedFeed, startFeed } from "../local/feed/start-feed.ts";
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
const withFeed = <T>(work: (started: StartedFeed) => Promise<T>): Promise<T> =>
  inDirectory(async (dataDir) => {
    const started = await startFeed({
      dataDir,
      port: 0,
      schedules: false,
      sandboxes: false,
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
  growth: () => withFeed((started) => measureGrowth(started, sizes.growth, sizes.asked)),
};
for (const part of flags.parts) {
  const report = await parts[part]();
  print(report);
  console.log(`Written to ${await keep(report, flags.smoke)}`);
  if (flags.writeDocs) await writeDocument(report);
}
