/** What listing a source takes of a fetch function: time an offer, and memory, for a small source and a large one. */
import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { NODE_OPTIONS } from "../cdk/function.ts";
import { startAllSandboxes } from "../local/sandboxes/start.ts";
import { benchSettings } from "../shared/networks/generic-feed/sandbox/bench-settings.ts";
import { number, type Row } from "./rows.ts";

/** Offers after which a process's heap has found its size. */
const STEADY_AFTER = 200_000;
/** The memory that a hundredfold source may take more, in MB. */
export const MEMORY_ALLOWANCE = 64;

export interface Listed {
  readonly listed: number;
  readonly unchanged: number;
  /** Offers a second. */
  readonly rate: number;
  readonly peakMb: number;
}

/** Lists a source of each size, each in a process of its own that is started as the stack starts its functions. */
export async function listings(sizes: readonly number[]): Promise<Listed[]> {
  const sandboxes = await startAllSandboxes();
  try {
    const least = Math.min(Math.max(...sizes), STEADY_AFTER);
    const listed: Listed[] = [];
    for (const size of sizes) listed.push(await listedAlone(sandboxes.origin, size, least));
    return listed;
  } finally {
    await sandboxes.close();
  }
}

/** @param least list again and again, up to so many offers */
async function listedAlone(origin: string, items: number, least: number): Promise<Listed> {
  const { stdout } = await promisify(execFile)(process.execPath, [
    ...NODE_OPTIONS.split(" "),
    join(import.meta.dirname, "fetch-memory.ts"),
    origin,
    JSON.stringify(benchSettings({ items })),
    String(least),
  ]);
  const listed = JSON.parse(stdout) as Listed;
  if (listed.unchanged !== items)
    throw new Error(`${listed.unchanged} of ${items} offers were found unchanged.`);
  return listed;
}

export async function memoryRows(smallSize: number, largeSize: number): Promise<Row[]> {
  console.log(`Memory of a listing: ${number(smallSize)} and ${number(largeSize)} offers …`);
  const [small, large] = (await listings([smallSize, largeSize])) as [Listed, Listed];
  const growth = large.peakMb - small.peakMb;
  return [
    {
      what: "refresh, nothing changed: parse, normalise, fingerprint, compare",
      measured: `${number(large.rate)} offers/s`,
      value: large.rate,
      comparedWith: `${number(small.rate)} offers/s with ${number(smallSize)} offers`,
      target: "10,000 offers/s",
      met: large.rate >= 10_000,
    },
    {
      what: `peak memory of a listing of ${number(largeSize)} offers`,
      measured: `${number(large.peakMb)} MB`,
      value: growth,
      comparedWith: `${number(growth)} MB more than with ${number(smallSize)} offers`,
      target: `at most ${MEMORY_ALLOWANCE} MB more`,
      met: growth <= MEMORY_ALLOWANCE,
    },
  ];
}
