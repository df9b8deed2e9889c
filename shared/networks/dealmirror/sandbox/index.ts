/** DealMirror's shop: topics and shelves in one list of categories, ended deals among the others. */
import { pick } from "../../../sandbox/catalogue.ts";
import type { SandboxProduct } from "../../../sandbox/items.ts";
import type { NetworkSandbox } from "../../../sandbox/sandbox.ts";
import { shopsSandbox } from "../../../storefronts/sandbox/shop.ts";
import { wooShop } from "../../../storefronts/sandbox/woocommerce-shop.ts";

const HOST = "dealmirror.com";
const keys = {
  consumerKey: "ck_0f1e2d3c4b5a69788776655443322110ffeeddcc",
  consumerSecret: "cs_99887766554433221100aabbccddeeff00112233",
};

const SHELVES = ["All Deals", "50% OFF", "Deals Under $20", "New Arrivals", "DealMirror Exclusive"] as const;

function categoriesOf({ goods, bits, index }: SandboxProduct): string[] {
  const topic = bits % 2 === 0 ? [goods.category] : [];
  const ended = index % 9 === 4 ? ["Expired Deals"] : [];
  return [pick(SHELVES, bits >>> 3), ...topic, ...ended];
}

export const sandbox: NetworkSandbox = {
  create: () =>
    shopsSandbox({
      [HOST]: wooShop({
        host: HOST,
        name: "DealMirror",
        seed: "dealmirror",
        count: 640,
        currency: "USD",
        minorUnit: 2,
        marketplace: false,
        categoriesOf,
        keys,
        coupons: 40,
      }),
    }),
  sources: [
    {
      id: "demo-dealmirror",
      networkId: "dealmirror",
      name: "DealMirror (sandbox)",
      settings: {
        pull: ["products", "coupons"],
        affiliateParam: "ref",
        affiliateValue: "1234",
        subIdParam: "campaign",
        contact: "feeds@offerfeed.example",
      },
      credentials: keys,
    },
  ],
};
