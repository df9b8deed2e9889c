/** `npm run bench`: the product's targets, each measured against its comparison within one run. `--smoke`: small and quick. */
import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs, promisify } from "node:util";
import { NODE_OPTIONS } from "../cdk/function.ts";
import { startFeed, type StartedFeed } from "../local/feed/start-feed.ts";
import { benchSettings } from "../shared/networks/generic-feed/sandbox/bench-settings.ts";
import { startAllSandboxes } from "../local/sandboxes/start.ts";
import type { VersionRecord } from "../shared/ledger/records.ts";
import type { SyncRun } from "../shared/sources/records.ts";
import { measureChangeDelay } from "./change-delay.ts";
import { measureQueries } from "./queries.ts";
import { rawWriteRate } from "./raw-engine.ts";
import { number, report, type Row } from "./rows.ts";

const { values: flags } = parseArgs({
  options: {
    smoke: { type: "boolean", default: false },
    offers: { type: "string" },
    "memory-offers": { type: "string" },
  },
});
const OFFERS = Number(flags.offers ?? (flags.smoke ? 1_000 : 20_000));
const MEMORY_SMALL = flags.smoke ? 2_000 : 10_000;
const MEMORY_LARGE = Number(flags["memory-offers"] ?? (flags.smoke ? 20_000 : 1_000_000));
const SOURCE = "bench";
/** Offers after which a process's heap has found its size. */
const STEADY_AFTER = 200_000;
/** The memory that a hundredfold source may take more, in MB. */
const MEMORY_ALLOWANCE = 64;

async function synced(started: StartedFeed, revision: number): Promise<{ run: SyncRun; seconds: number }> {
  const settings = benchSettings({ items: OFFERS, changed: 1, revision });
  if (await started.feed.sources.get(SOURCE)) await started.feed.sources.update(SOURCE, { settings });
  else
    await started.feed.control.addSource({
      id: SOURCE,
      networkId: "generic-feed",
      name: SOURCE,
      settings,
      sandbox: true,
    });
  const began = performance.now();
  const outcome = await started.feed.control.syncSource(SOURCE, "FULL");
  if (!outcome.ok) throw new Error(outcome.error.message);
  await started.idle();
  const seconds = (performance.now() - began) / 1000;
  const run = await started.feed.sources.getRun(outcome.value.id);
  if (run?.status !== "SUCCEEDED")
    throw new Error(`The benchmark's run ended ${run?.status}: ${run?.message}`);
  return { run, seconds };
}

async function pipelineRows(started: StartedFeed): Promise<Row[]> {
  console.log(`First sync of ${number(OFFERS)} offers …`);
  const first = await synced(started, 0);
  const visible = await visibleOffers(started);
  if (visible !== OFFERS) throw new Error(`${visible} of ${OFFERS} offers are visible after the first sync.`);
  console.log("The same items straight into the engine …");
  const records: VersionRecord[] = [];
  for await (const page of started.feed.ledger.all("CURRENT", SOURCE)) records.push(...page);
  const raw = await rawWriteRate(records);
  console.log("Refreshes: unchanged, then one in a hundred changed …");
  await synced(started, 0);
  const unchanged = await synced(started, 0);
  const changed = await synced(started, 1);
  const rate = OFFERS / first.seconds;
  const firstUnits = first.run.writeUnits;
  const readShare = unchanged.run.readUnits / firstUnits;
  const changedShare = changed.run.writeUnits / firstUnits;
  return [
    {
      what: "first sync, from the network to visible in GraphQL",
      measured: `${number(rate)} offers/s`,
      value: rate,
      comparedWith: `${number(raw)} offers/s straight into the same engine: ratio ${number(rate / raw)}`,
      target: "1,000 offers/s, and half of the engine",
      met: rate >= 1_000 && rate / raw >= 0.5,
    },
    {
      what: "refresh, nothing changed: writes",
      measured: `${unchanged.run.writeUnits} write units, ${unchanged.run.created + unchanged.run.changed} offers written`,
      value: unchanged.run.writeUnits,
      comparedWith: `${number(firstUnits)} write units of the first sync`,
      target: "0",
      met: unchanged.run.writeUnits === 0,
    },
    {
      what: "refresh, nothing changed: reads",
      measured: `${number(unchanged.run.readUnits)} read units`,
      value: readShare,
      comparedWith: `1/${number(1 / readShare)} of the first sync's write units`,
      target: "at most 1/20",
      met: readShare <= 1 / 20,
    },
    {
      what: "refresh, 1 % changed: writes",
      measured: `${number(changed.run.writeUnits)} write units for ${changed.run.changed} offers`,
      value: changedShare,
      comparedWith: `${number(changedShare * 100)} % of the first sync's`,
      target: "at most 2 %",
      met: changedShare <= 0.02,
    },
    {
      what: "refresh, nothing changed, as a whole run",
      measured: `${number(OFFERS / unchanged.seconds)} offers/s`,
      value: OFFERS / unchanged.seconds,
      comparedWith: `${number(unchanged.seconds / first.seconds)} of the first sync's time`,
      target: "",
      met: null,
    },
  ];
}

async function visibleOffers(started: StartedFeed): Promise<number> {
  const response = await fetch(started.graphqlUrl, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ query: `{ offers(filter: { sourceIds: ["${SOURCE}"] }) { totalCount } }` }),
  });
  const { data } = (await response.json()) as { data: { offers: { totalCount: number } } };
  return data.offers.totalCount;
}

interface Listed {
  readonly listed: number;
  readonly unchanged: number;
  readonly rate: number;
  readonly peakMb: number;
}

async function listedAlone(origin: string, items: number): Promise<Listed> {
  const script = join(import.meta.dirname, "fetch-memory.ts");
  const { stdout } = await promisify(execFile)(process.execPath, [
    // As the stack starts its functions.
    ...NODE_OPTIONS.split(" "),
    script,
    origin,
    JSON.stringify(benchSettings({ items })),
    String(Math.min(MEMORY_LARGE, STEADY_AFTER)),
  ]);
  const listed = JSON.parse(stdout) as Listed;
  if (listed.unchanged !== items)
    throw new Error(`${listed.unchanged} of ${items} offers were found unchanged.`);
  return listed;
}

async function memoryRows(): Promise<Row[]> {
  console.log(`Memory of a listing: ${number(MEMORY_SMALL)} and ${number(MEMORY_LARGE)} offers …`);
  const sandboxes = await startAllSandboxes();
  try {
    const small = await listedAlone(sandboxes.origin, MEMORY_SMALL);
    const large = await listedAlone(sandboxes.origin, MEMORY_LARGE);
    const growth = large.peakMb - small.peakMb;
    return [
      {
        what: "refresh, nothing changed: parse, normalise, fingerprint, compare",
        measured: `${number(large.rate)} offers/s`,
        value: large.rate,
        comparedWith: `${number(small.rate)} offers/s with ${number(MEMORY_SMALL)} offers`,
        target: "10,000 offers/s",
        met: large.rate >= 10_000,
      },
      {
        what: `peak memory of a listing of ${number(MEMORY_LARGE)} offers`,
        measured: `${number(large.peakMb)} MB`,
        value: growth,
        comparedWith: `${number(growth)} MB more than with ${number(MEMORY_SMALL)} offers`,
        target: `at most ${MEMORY_ALLOWANCE} MB more`,
        met: growth <= MEMORY_ALLOWANCE,
      },
    ];
  } finally {
    await sandboxes.close();
  }
}

const dataDir = await mkdtemp(join(tmpdir(), "offerfeed-bench-"));
const rows: Row[] = [];
try {
  const started = await startFeed({
    dataDir,
    port: 0,
    schedules: false,
    sandboxes: false,
    onTrouble: console.error,
  });
  try {
    rows.push(...(await pipelineRows(started)));
    rows.push(...(await measureQueries(started.graphqlUrl, OFFERS, flags.smoke ? 5 : 40)));
    rows.push(await measureChangeDelay(started, flags.smoke ? 2 : 10));
  } finally {
    await started.stop();
  }
  rows.push(...(await memoryRows()));
} finally {
  await rm(dataDir, { recursive: true, force: true });
}
await report(flags.smoke ? "smoke" : "latest", rows, { offers: OFFERS, memoryOffers: MEMORY_LARGE });
