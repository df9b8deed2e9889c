/** The functions' bundles as they would be deployed: what is in each, and how large it may be. */
import { mkdtemp, readdir, readFile, rm, stat } from "node:fs/promises";
import { isBuiltin } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as z from "zod";
import { METAFILE_CONTEXT } from "./bundling.ts";
import { synthesize } from "./synth.ts";

const MB = 1024 * 1024;

/** One file that esbuild wrote. */
const outputSchema = z.looseObject({
  entryPoint: z.string().optional(),
  imports: z.array(z.looseObject({ path: z.string(), kind: z.string(), external: z.boolean().optional() })),
});

export interface Bundle {
  readonly bytes: number;
  /** Source files in it, from the project's root. */
  readonly inputs: readonly string[];
  readonly files: readonly string[];
  /** Packages that it asks for as soon as it is loaded, and does not hold. */
  readonly missing: readonly string[];
}

export interface Bundled {
  readonly template: Readonly<Record<string, unknown>>;
  /** By what follows `functions/` in the entry's path, without its ending. */
  readonly bundles: ReadonlyMap<string, Bundle>;
}

/** They read files of every format: a tenth more is the decoders of all of them. */
const ROOM: Readonly<Record<string, true>> = {
  "fetch/amazon": true,
  "fetch/flexoffers": true,
  "fetch/generic-feed": true,
  "fetch/tradedoubler": true,
};

/** What a function's bundle may have at most, in bytes, minified: a cold start reads all of it. */
export const bundleLimit = (name: string): number =>
  name.endsWith("-api") ? 2 * MB : name in ROOM ? 1.1 * MB : MB;

/** Synthesizes the stack with every function bundled. Takes a minute or two. */
export async function bundleAll(): Promise<Bundled> {
  const outdir = await mkdtemp(join(tmpdir(), "offerfeed-bundles-"));
  try {
    const { template } = await synthesize({
      outdir,
      stage: "test",
      bundling: true,
      context: { [METAFILE_CONTEXT]: true },
    });
    const assets = (await readdir(outdir, { withFileTypes: true })).filter((entry) => entry.isDirectory());
    const read = await Promise.all(assets.map((asset) => bundleAt(join(outdir, asset.name))));
    return { template, bundles: new Map(read.flatMap((bundle) => (bundle === null ? [] : [bundle]))) };
  } finally {
    await rm(outdir, { recursive: true, force: true });
  }
}

/** @returns the function's name and what it was bundled to, or null for what is no bundle of ours */
async function bundleAt(directory: string): Promise<[string, Bundle] | null> {
  const files = (await readdir(directory)).toSorted();
  if (!files.includes("index.meta.json")) return null;
  const { inputs, outputs } = z
    .looseObject({
      inputs: z.record(z.string(), z.unknown()),
      outputs: z.record(z.string(), outputSchema),
    })
    .parse(JSON.parse(await readFile(join(directory, "index.meta.json"), "utf8")));
  const output = Object.values(outputs).find(({ entryPoint }) => entryPoint !== undefined);
  const missing = (output?.imports ?? [])
    .filter(({ external, kind, path }) => external === true && kind !== "dynamic-import" && !isBuiltin(path))
    .map(({ path }) => path);
  const { size } = await stat(join(directory, "index.mjs"));
  const name = /^functions\/(.+)\.ts$/.exec(output?.entryPoint ?? "")?.[1] ?? "";
  return [name, { bytes: size, inputs: Object.keys(inputs), files, missing }];
}
