/** What the benchmarks are asked for on the command line. */
import { parseArgs } from "node:util";
import type { ApiSizes } from "./api/report.ts";
import type { Report } from "./rows.ts";

export interface BenchFlags {
  readonly parts: readonly Report["name"][];
  readonly smoke: boolean;
  /** Whether the figures go into `docs/performance.md`. */
  readonly writeDocs: boolean;
  readonly sizes: Sizes;
}

/** Numbers of offers, and of times that something is asked or changed. */
export interface Sizes {
  readonly pipeline: number;
  readonly queried: readonly number[];
  readonly memory: readonly [small: number, large: number];
  readonly cost: number;
  readonly growth: readonly number[];
  readonly asked: number;
  readonly changes: number;
  readonly api: ApiSizes;
}

const FULL: Sizes = {
  pipeline: 20_000,
  queried: [10_000, 100_000],
  memory: [10_000, 1_000_000],
  cost: 10_000,
  growth: [10_000, 100_000],
  asked: 100,
  changes: 10,
  api: {
    offers: 100_000,
    clients: [1, 16, 128],
    operations: 10,
    seconds: 4,
    subscribers: 1_000,
    changes: 100,
  },
};

const SMOKE: Sizes = {
  pipeline: 1_000,
  queried: [500, 1_000],
  memory: [500, 5_000],
  cost: 300,
  growth: [500, 1_000],
  asked: 3,
  changes: 2,
  api: { offers: 1_000, clients: [2], operations: 2, seconds: 1, subscribers: 5, changes: 2 },
};

/** A flag that cannot be read. */
export class BadFlag extends Error {
  override readonly name = "BadFlag";
}

/**
 * `--cost`, `--growth`, `--api` choose a part, and several of them several; none measures the targets. `--offers` replaces the
 * part's own number of offers, for `--growth` with several, smallest first.
 * @throws BadFlag
 */
export function readFlags(args: readonly string[]): BenchFlags {
  const { values } = parseArgs({
    args: [...args],
    options: {
      smoke: { type: "boolean", default: false },
      cost: { type: "boolean", default: false },
      growth: { type: "boolean", default: false },
      api: { type: "boolean", default: false },
      "write-docs": { type: "boolean", default: false },
      offers: { type: "string" },
      "memory-offers": { type: "string" },
    },
  });
  const chosen = (["cost", "growth", "api"] as const).filter((part) => values[part]);
  const all: readonly Report["name"][] = ["targets", "cost", "growth", "api"];
  const parts = chosen.length > 0 ? chosen : values.smoke ? all : (["targets"] as const);
  const writeDocs = values["write-docs"];
  if (values.smoke && writeDocs)
    throw new BadFlag("A smoke run measures nothing: leave out --smoke or --write-docs.");
  const sizes = values.smoke ? SMOKE : FULL;
  const offers = numbers("offers", values.offers);
  const memory = numbers("memory-offers", values["memory-offers"]);
  return {
    parts,
    smoke: values.smoke,
    writeDocs,
    sizes: {
      ...sizes,
      ...(memory === null ? {} : { memory: [sizes.memory[0], largest(memory)] }),
      ...(offers === null
        ? {}
        : {
            pipeline: largest(offers),
            cost: largest(offers),
            growth: offers,
            api: { ...sizes.api, offers: largest(offers) },
          }),
    },
  };
}

const largest = (values: readonly number[]): number => values.at(-1) ?? 0;

function numbers(flag: string, text: string | undefined): number[] | null {
  if (text === undefined) return null;
  const values = text.split(",").map(Number);
  const ascending = values.every((value, place) => place === 0 || value > (values[place - 1] ?? 0));
  if (!ascending || !values.every((value) => Number.isInteger(value) && value >= 100))
    throw new BadFlag(
      `--${flag} takes whole numbers from 100 on, smallest first, such as 10000 or 10000,100000; not "${text}".`,
    );
  return values;
}
