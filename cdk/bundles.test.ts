import { isBuiltin } from "node:module";
import { mkdtemp, readdir, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import * as z from "zod";
import { METAFILE_CONTEXT } from "./bundling.ts";
import { networkIds } from "./networks.ts";
import { synthesize } from "./synth.ts";
import { synthesized, SynthesizedTemplate } from "./template.fixture.ts";

const MB = 1024 * 1024;

/** One file that esbuild wrote. */
const outputSchema = z.looseObject({
  entryPoint: z.string().optional(),
  imports: z.array(z.looseObject({ path: z.string(), kind: z.string(), external: z.boolean().optional() })),
});

interface Bundle {
  readonly bytes: number;
  /** Source files in it, from the project's root. */
  readonly inputs: readonly string[];
  readonly files: readonly string[];
  /** Packages that it asks for as soon as it is loaded, and does not hold. */
  readonly missing: readonly string[];
}

/** They read files of every format: a tenth more is the decoders of all of them. */
const ROOM: Readonly<Record<string, true>> = {
  "fetch/amazon": true,
  "fetch/flexoffers": true,
  "fetch/generic-feed": true,
  "fetch/tradedoubler": true,
};

const functions = [
  ...networkIds.map((id) => `fetch/${id}`),
  "upsert-offers",
  "publish-changes",
  "project-offers",
  "publish-runs",
  "continue-runs",
  "sweep-runs",
  "expire-offers",
  "check-sources",
  "read-api",
  "control-api",
];

let outdir: string;
let deployed: SynthesizedTemplate;
let bundles: Map<string, Bundle>;

beforeAll(async () => {
  outdir = await mkdtemp(join(tmpdir(), "offerfeed-bundles-"));
  const { template } = await synthesize({
    outdir,
    stage: "test",
    bundling: true,
    context: { [METAFILE_CONTEXT]: true },
  });
  deployed = new SynthesizedTemplate(template);
  const assets = (await readdir(outdir, { withFileTypes: true })).filter((entry) => entry.isDirectory());
  const read = await Promise.all(assets.map((asset) => bundleAt(join(outdir, asset.name))));
  bundles = new Map(read.flatMap((bundle) => (bundle === null ? [] : [bundle])));
}, 300_000);

afterAll(() => rm(outdir, { recursive: true, force: true }));

test("what is deployed and what runs locally are the same template, but for the functions' code", async () => {
  expect(withoutCode(deployed)).toEqual(withoutCode(await synthesized()));
});

test("every function has a bundle of its own", () => {
  expect([...bundles.keys()].toSorted()).toEqual(functions.map((name) => `functions/${name}.ts`).toSorted());
});

describe.each(functions)("the bundle of %s", (name) => {
  const bundle = (): Bundle => {
    const found = bundles.get(`functions/${name}.ts`);
    if (found === undefined) throw new Error(`No bundle of ${name}`);
    return found;
  };

  test("is small enough for a quick cold start", () => {
    expect(bundle().bytes).toBeLessThan(name.endsWith("-api") ? 2 * MB : name in ROOM ? 1.1 * MB : MB);
  });

  test("is one ES module with its source map", () => {
    expect(bundle().files).toEqual(["index.meta.json", "index.mjs", "index.mjs.map"]);
  });

  test("asks for nothing that it does not hold", () => {
    // pg looks for its native twin only when told to.
    expect(bundle().missing.filter((name) => name !== "pg-native")).toEqual([]);
  });

  test("holds nothing of CDK, of the local cloud, or of the SDK's version 2", () => {
    expect(
      bundle().inputs.filter((path) => /(^|\/)(aws-cdk-lib|aws-sdk)\/|^local\/|^cdk\//.test(path)),
    ).toEqual([]);
  });
});

describe.each(networkIds)("the fetch function of %s", (network) => {
  test("holds its own adapter and no other", () => {
    const { inputs } = bundles.get(`functions/fetch/${network}.ts`) ?? { inputs: [] };
    const adapters = new Set(
      inputs
        .map((path) => /^shared\/networks\/([^/]+)\//.exec(path)?.[1])
        .filter((folder) => folder !== undefined),
    );
    expect(adapters).toContain(network);
    expect(networkIds.filter((id) => adapters.has(id))).toEqual([network]);
  });
});

function withoutCode(stack: SynthesizedTemplate) {
  return Object.entries(stack.resources).map(([id, resource]) => {
    const { Code: _code, ...properties } = resource.Properties;
    return { id, ...resource, Properties: properties };
  });
}

/** @returns the entry and what it was bundled to, or null for what is no bundle of ours */
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
  return [output?.entryPoint ?? "", { bytes: size, inputs: Object.keys(inputs), files, missing }];
}
