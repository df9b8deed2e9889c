// Written by `npm run generate` from the folders of shared/networks; do not edit.

/** The adapters by network, each loaded when it is asked for. A fetch function imports its own adapter and not this. */
import type { NetworkAdapter } from "./adapter.ts";

const LOADERS: Readonly<Record<string, () => Promise<NetworkAdapter>>> = {
  amazon: async () => (await import("./amazon/index.ts")).adapter as NetworkAdapter,
  avantlink: async () => (await import("./avantlink/index.ts")).adapter as NetworkAdapter,
  awin: async () => (await import("./awin/index.ts")).adapter as NetworkAdapter,
  cj: async () => (await import("./cj/index.ts")).adapter as NetworkAdapter,
  clickbank: async () => (await import("./clickbank/index.ts")).adapter as NetworkAdapter,
  dealmirror: async () => (await import("./dealmirror/index.ts")).adapter as NetworkAdapter,
  ebay: async () => (await import("./ebay/index.ts")).adapter as NetworkAdapter,
  envato: async () => (await import("./envato/index.ts")).adapter as NetworkAdapter,
  flexoffers: async () => (await import("./flexoffers/index.ts")).adapter as NetworkAdapter,
  "generic-feed": async () => (await import("./generic-feed/index.ts")).adapter as NetworkAdapter,
  impact: async () => (await import("./impact/index.ts")).adapter as NetworkAdapter,
  manual: async () => (await import("./manual/index.ts")).adapter as NetworkAdapter,
  partnerize: async () => (await import("./partnerize/index.ts")).adapter as NetworkAdapter,
  partnerstack: async () => (await import("./partnerstack/index.ts")).adapter as NetworkAdapter,
  pepperjam: async () => (await import("./pepperjam/index.ts")).adapter as NetworkAdapter,
  rakuten: async () => (await import("./rakuten/index.ts")).adapter as NetworkAdapter,
  saasmantra: async () => (await import("./saasmantra/index.ts")).adapter as NetworkAdapter,
  saaswiz: async () => (await import("./saaswiz/index.ts")).adapter as NetworkAdapter,
  shareasale: async () => (await import("./shareasale/index.ts")).adapter as NetworkAdapter,
  "shopify-products": async () => (await import("./shopify-products/index.ts")).adapter as NetworkAdapter,
  skimlinks: async () => (await import("./skimlinks/index.ts")).adapter as NetworkAdapter,
  sovrn: async () => (await import("./sovrn/index.ts")).adapter as NetworkAdapter,
  tradedoubler: async () => (await import("./tradedoubler/index.ts")).adapter as NetworkAdapter,
  travelpayouts: async () => (await import("./travelpayouts/index.ts")).adapter as NetworkAdapter,
  "woocommerce-store": async () => (await import("./woocommerce-store/index.ts")).adapter as NetworkAdapter,
};

export const networkIds: readonly string[] = Object.keys(LOADERS);

/** @returns null where there is no such network */
export async function loadAdapter(networkId: string): Promise<NetworkAdapter | null> {
  return Object.hasOwn(LOADERS, networkId) ? ((await LOADERS[networkId]?.()) ?? null) : null;
}
