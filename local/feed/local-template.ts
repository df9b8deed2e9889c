/** The template that the local cloud runs: what `cdk synth` writes, made anew when its sources changed. */
import { createHash } from "node:crypto";
import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

export const PROJECT_ROOT = join(import.meta.dirname, "../..");
const STAGE = "local";

/** Everything that the template is made from. Loading the CDK takes seconds, so it is done only when one of these moved. */
const SOURCES = ["cdk", "cdk.json", "package-lock.json", "graphql/schema.graphql", "graphql/field-hosts.ts"];

async function digestOfSources(context: Readonly<Record<string, unknown>>): Promise<string> {
  const digest = createHash("sha256").update(JSON.stringify(context));
  for (const source of SOURCES) {
    const path = join(PROJECT_ROOT, source);
    for (const file of await filesAt(path)) {
      digest
        .update(file.slice(PROJECT_ROOT.length))
        .update("\0")
        .update(await readFile(file))
        .update("\0");
    }
  }
  return digest.digest("hex").slice(0, 32);
}

async function filesAt(path: string): Promise<string[]> {
  if (/\.\w+$/.test(path)) return [path];
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

/** @returns the synthesized template of stage "local", functions unbundled: the local cloud runs their sources */
export async function localTemplate(
  dataDir: string,
  context: Readonly<Record<string, unknown>> = {},
): Promise<Record<string, unknown>> {
  const cached = join(dataDir, `template-${await digestOfSources(context)}.json`);
  const known = await readJson(cached);
  if (known) return known;
  const { synthesize } = await import("../../cdk/synth.ts");
  const outdir = await mkdtemp(join(tmpdir(), "offerfeed-synth-"));
  try {
    const { template } = await synthesize({ outdir, stage: STAGE, bundling: false, context });
    await keepOnly(cached, JSON.stringify(template), dataDir);
    return { ...template };
  } finally {
    await rm(outdir, { recursive: true, force: true });
  }
}

async function readJson(path: string): Promise<Record<string, unknown> | null> {
  try {
    return JSON.parse(await readFile(path, "utf8")) as Record<string, unknown>;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
    throw error;
  }
}

/** Written beside its place and renamed, so that a killed process leaves no half template. */
async function keepOnly(path: string, text: string, dataDir: string): Promise<void> {
  await mkdir(dataDir, { recursive: true });
  for (const name of await readdir(dataDir)) {
    if (name.startsWith("template-")) await rm(join(dataDir, name), { force: true });
  }
  await writeFile(`${path}.tmp`, text);
  await rename(`${path}.tmp`, path);
}

/** The template with other timeouts, in seconds, for some functions. */
export function withTimeouts(
  template: Record<string, unknown>,
  timeouts: Readonly<Record<string, number>>,
): Record<string, unknown> {
  const resources = Object.entries(
    template["Resources"] as Record<string, { Properties?: Record<string, unknown> }>,
  );
  const changed = resources.map(([id, resource]) => {
    const timeout = timeouts[String(resource.Properties?.["FunctionName"])];
    return timeout === undefined
      ? [id, resource]
      : [id, { ...resource, Properties: { ...resource.Properties, Timeout: timeout } }];
  });
  return { ...template, Resources: Object.fromEntries(changed) };
}
