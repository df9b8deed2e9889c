// Written by `npm run generate` from the folders of shared/networks; do not edit.

/** The adapters by network, each loaded when it is asked for. A fetch function imports its own adapter and not this. */
import type { NetworkAdapter } from "./adapter.ts";

const LOADERS: Readonly<Record<string, () => Promise<NetworkAdapter>>> = {
  awin: async () => (await import("./awin/index.ts")).adapter as NetworkAdapter,
  "generic-feed": async () => (await import("./generic-feed/index.ts")).adapter as NetworkAdapter,
  shareasale: async () => (await import("./shareasale/index.ts")).adapter as NetworkAdapter,
};

export const networkIds: readonly string[] = Object.keys(LOADERS);

/** @returns null where there is no such network */
export async function loadAdapter(networkId: string): Promise<NetworkAdapter | null> {
  return Object.hasOwn(LOADERS, networkId) ? ((await LOADERS[networkId]?.()) ?? null) : null;
}
