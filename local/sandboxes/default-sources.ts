/** The sources that a fresh local installation begins with: each served by a sandbox, and labelled so. */
import { sandboxCredentials } from "./credentials.ts";
import demoJsonSettings from "../../shared/networks/generic-feed/sandbox/demo-json.settings.json" with { type: "json" };

export interface SandboxSource {
  readonly id: string;
  readonly networkId: string;
  readonly name: string;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly credentials: Readonly<Record<string, string>> | null;
}

const FEEDS = "https://feeds.sandbox.example";

export const defaultSandboxSources: readonly SandboxSource[] = [
  {
    id: "demo-awin",
    networkId: "awin",
    name: "Awin (sandbox)",
    settings: {
      pull: ["programmes", "promotions", "products"],
      clickref: "offerfeed-demo",
      // As many as leave the first run within one burst of Awin's quota.
      programmeTerms: 6,
      skipUnmovedFeeds: false,
    },
    credentials: sandboxCredentials.awin,
  },
  {
    id: "demo-shop",
    networkId: "generic-feed",
    name: "Google Merchant shop (sandbox)",
    settings: {
      preset: "google-merchant-xml",
      url: `${FEEDS}/google-merchant.xml`,
      merchant: { name: "Harbour & Pine", url: "https://www.harbour-pine.example" },
      countries: ["GB"],
      languages: ["en"],
      tracking_parameters: { partner: "demo" },
    },
    credentials: null,
  },
  {
    id: "demo-json",
    networkId: "generic-feed",
    name: "JSON shop export (sandbox)",
    settings: demoJsonSettings,
    credentials: null,
  },
  {
    id: "demo-deals",
    networkId: "generic-feed",
    name: "Deals blog, RSS (sandbox)",
    settings: { preset: "rss", url: `${FEEDS}/deals.rss` },
    credentials: null,
  },
];

export interface BenchCatalogue {
  readonly items: number;
  /** Percent of the items that each revision changes. Default 1. */
  readonly changed?: number;
  /** Default 0. */
  readonly revision?: number;
}

/** Settings of a generic feed over the benchmark catalogue. */
export function benchSettings({ items, changed = 1, revision = 0 }: BenchCatalogue): Record<string, unknown> {
  return {
    preset: "google-tsv",
    url: `${FEEDS}/bench.jsonl?items=${items}&changed=${changed}&revision=${revision}`,
    merchant: { name: "Bench shop", url: "https://www.bench-shop.example" },
    decoder: { type: "JsonlDecoder" },
  };
}
