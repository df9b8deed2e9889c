// Written by `npm run generate` from the folders of shared/networks; do not edit.

/** What every network is, without how to fetch from it: for the API, the command line and the documentation. */
import type { NetworkDefinition } from "./adapter.ts";
import { definition as amazon } from "./amazon/definition.ts";
import { definition as avantlink } from "./avantlink/definition.ts";
import { definition as awin } from "./awin/definition.ts";
import { definition as cj } from "./cj/definition.ts";
import { definition as clickbank } from "./clickbank/definition.ts";
import { definition as dealmirror } from "./dealmirror/definition.ts";
import { definition as ebay } from "./ebay/definition.ts";
import { definition as envato } from "./envato/definition.ts";
import { definition as flexoffers } from "./flexoffers/definition.ts";
import { definition as genericFeed } from "./generic-feed/definition.ts";
import { definition as impact } from "./impact/definition.ts";
import { definition as manual } from "./manual/definition.ts";
import { definition as partnerize } from "./partnerize/definition.ts";
import { definition as partnerstack } from "./partnerstack/definition.ts";
import { definition as pepperjam } from "./pepperjam/definition.ts";
import { definition as rakuten } from "./rakuten/definition.ts";
import { definition as saasmantra } from "./saasmantra/definition.ts";
import { definition as saaswiz } from "./saaswiz/definition.ts";
import { definition as shareasale } from "./shareasale/definition.ts";
import { definition as shopifyProducts } from "./shopify-products/definition.ts";
import { definition as skimlinks } from "./skimlinks/definition.ts";
import { definition as sovrn } from "./sovrn/definition.ts";
import { definition as tradedoubler } from "./tradedoubler/definition.ts";
import { definition as travelpayouts } from "./travelpayouts/definition.ts";
import { definition as woocommerceStore } from "./woocommerce-store/definition.ts";

export const definitions: readonly NetworkDefinition[] = [
  amazon as NetworkDefinition,
  avantlink as NetworkDefinition,
  awin as NetworkDefinition,
  cj as NetworkDefinition,
  clickbank as NetworkDefinition,
  dealmirror as NetworkDefinition,
  ebay as NetworkDefinition,
  envato as NetworkDefinition,
  flexoffers as NetworkDefinition,
  genericFeed as NetworkDefinition,
  impact as NetworkDefinition,
  manual as NetworkDefinition,
  partnerize as NetworkDefinition,
  partnerstack as NetworkDefinition,
  pepperjam as NetworkDefinition,
  rakuten as NetworkDefinition,
  saasmantra as NetworkDefinition,
  saaswiz as NetworkDefinition,
  shareasale as NetworkDefinition,
  shopifyProducts as NetworkDefinition,
  skimlinks as NetworkDefinition,
  sovrn as NetworkDefinition,
  tradedoubler as NetworkDefinition,
  travelpayouts as NetworkDefinition,
  woocommerceStore as NetworkDefinition,
];
