/** The networks there are: the folders of `shared/networks` that hold an adapter, a sandbox and a guide. */
import { readdir } from "node:fs/promises";
import { join } from "node:path";

export const PROJECT_ROOT = join(import.meta.dirname, "../..");
export const NETWORKS = "shared/networks";

/** What makes a folder a network. */
const NEEDED = ["definition.ts", "index.ts", "guide.md", "sandbox", "contract.test.ts"] as const;

export interface NetworkFolder {
  readonly id: string;
  /** Test files in it, its sandbox's included. */
  readonly tests: number;
}

/** @returns the networks by id; a folder without a definition is a part of several (kit, testing) and none itself */
export async function networkFolders(root: string = PROJECT_ROOT): Promise<NetworkFolder[]> {
  const entries = await readdir(join(root, NETWORKS), { withFileTypes: true });
  const folders: NetworkFolder[] = [];
  for (const entry of entries.filter((each) => each.isDirectory())) {
    const inside = await readdir(join(root, NETWORKS, entry.name));
    if (!inside.includes("definition.ts")) continue;
    const missing = NEEDED.filter((name) => !inside.includes(name));
    if (missing.length > 0) {
      throw new Error(
        `${NETWORKS}/${entry.name} has no ${missing.join(", no ")}: see docs/adding-a-network.md for what a network needs.`,
      );
    }
    const all = await readdir(join(root, NETWORKS, entry.name), { recursive: true });
    folders.push({ id: entry.name, tests: all.filter((name) => name.endsWith(".test.ts")).length });
  }
  return folders.toSorted((one, other) => (one.id < other.id ? -1 : 1));
}
