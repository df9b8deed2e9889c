// Written by `npm run generate` from the folders of shared/networks; do not edit.

/** The sandboxes of all networks, and the sources that a fresh local installation begins with. */
import type { NetworkSandbox } from "../../shared/sandbox/sandbox.ts";
import { sandbox as amazon } from "../../shared/networks/amazon/sandbox/index.ts";
import { sandbox as avantlink } from "../../shared/networks/avantlink/sandbox/index.ts";
import { sandbox as awin } from "../../shared/networks/awin/sandbox/index.ts";
import { sandbox as cj } from "../../shared/networks/cj/sandbox/index.ts";
import { sandbox as clickbank } from "../../shared/networks/clickbank/sandbox/index.ts";
import { sandbox as dealmirror } from "../../shared/networks/dealmirror/sandbox/index.ts";
import { sandbox as ebay } from "../../shared/networks/ebay/sandbox/index.ts";
import { sandbox as envato } from "../../shared/networks/envato/sandbox/index.ts";
import { sandbox as flexoffers } from "../../shared/networks/flexoffers/sandbox/index.ts";
import { sandbox as genericFeed } from "../../shared/networks/generic-feed/sandbox/index.ts";
import { sandbox as impact } from "../../shared/networks/impact/sandbox/index.ts";
import { sandbox as manual } from "../../shared/networks/manual/sandbox/index.ts";
import { sandbox as partnerize } from "../../shared/networks/partnerize/sandbox/index.ts";
import { sandbox as partnerstack } from "../../shared/networks/partnerstack/sandbox/index.ts";
import { sandbox as pepperjam } from "../../shared/networks/pepperjam/sandbox/index.ts";
import { sandbox as rakuten } from "../../shared/networks/rakuten/sandbox/index.ts";
import { sandbox as saasmantra } from "../../shared/networks/saasmantra/sandbox/index.ts";
import { sandbox as saaswiz } from "../../shared/networks/saaswiz/sandbox/index.ts";
import { sandbox as shareasale } from "../../shared/networks/shareasale/sandbox/index.ts";
import { sandbox as shopifyProducts } from "../../shared/networks/shopify-products/sandbox/index.ts";
import { sandbox as skimlinks } from "../../shared/networks/skimlinks/sandbox/index.ts";
import { sandbox as sovrn } from "../../shared/networks/sovrn/sandbox/index.ts";
import { sandbox as tradedoubler } from "../../shared/networks/tradedoubler/sandbox/index.ts";
import { sandbox as travelpayouts } from "../../shared/networks/travelpayouts/sandbox/index.ts";
import { sandbox as woocommerceStore } from "../../shared/networks/woocommerce-store/sandbox/index.ts";

export const networkSandboxes: readonly NetworkSandbox[] = [
  amazon,
  avantlink,
  awin,
  cj,
  clickbank,
  dealmirror,
  ebay,
  envato,
  flexoffers,
  genericFeed,
  impact,
  manual,
  partnerize,
  partnerstack,
  pepperjam,
  rakuten,
  saasmantra,
  saaswiz,
  shareasale,
  shopifyProducts,
  skimlinks,
  sovrn,
  tradedoubler,
  travelpayouts,
  woocommerceStore,
];
