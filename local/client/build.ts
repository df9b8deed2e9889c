/** `npm run build:client`: the typed client as one module for browsers and Node, with its types. */
import { execFile } from "node:child_process";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { build, type BuildResult } from "esbuild";
import { PROJECT_ROOT } from "../networks/folders.ts";

const CLIENT = join(PROJECT_ROOT, "client");

/** What runs everywhere: nothing of Node's, and graphql-ws taken in. */
export const bundleClient = (outfile: string): Promise<BuildResult<{ metafile: true }>> =>
  build({
    entryPoints: [join(CLIENT, "index.ts")],
    outfile,
    bundle: true,
    format: "esm",
    platform: "browser",
    target: "es2022",
    minify: true,
    sourcemap: "linked",
    legalComments: "inline",
    metafile: true,
  });

/**
 * Writes `index.js` and the declarations.
 * @throws Error with the compiler's output when the client does not compile for browsers
 */
export async function buildClient(folder: string = join(CLIENT, "dist")): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  await bundleClient(join(folder, "index.js"));
  await declarations(folder);
}

async function declarations(folder: string): Promise<void> {
  const tsc = join(PROJECT_ROOT, "node_modules/.bin/tsc");
  const project = ["-p", CLIENT, "--noEmit", "false", "--emitDeclarationOnly", "--declaration"];
  try {
    await promisify(execFile)(tsc, [...project, "--outDir", folder]);
  } catch (error) {
    const { stdout = "" } = error as { readonly stdout?: string };
    throw new Error(`The client does not compile:\n${stdout}`, { cause: error });
  }
}

if (import.meta.main) await buildClient();
