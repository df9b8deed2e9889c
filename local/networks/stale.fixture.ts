/** Whether generated files are what the generator writes now. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { PROJECT_ROOT } from "./folders.ts";

/** @returns the paths whose file is not there, or holds something else */
export async function staleOf(files: ReadonlyMap<string, string>): Promise<string[]> {
  const stale: string[] = [];
  for (const [path, content] of files) {
    const there = await readFile(join(PROJECT_ROOT, path), "utf8").catch(() => null);
    if (there !== content) stale.push(path);
  }
  return stale;
}
