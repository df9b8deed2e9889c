/** Two WooCommerce shops: one as most are, one with a shop's oddities. */
import type { NetworkSandbox, Sandbox } from "../../../sandbox/sandbox.ts";
import { shopsSandbox } from "../../../storefronts/sandbox/shop.ts";
import { wooShop } from "../../../storefronts/sandbox/woocommerce-shop.ts";

const keys = {
  consumerKey: "ck_5b1f0c9e2a7d4836b0f1e2d3c4b5a69788776655",
  consumerSecret: "cs_0a1b2c3d4e5f60718293a4b5c6d7e8f901234567",
};

export const HOST = "laden.krauterhof.example";
/** Plain permalinks, prices without decimals, product posts closed. */
export const ODD_HOST = "odd-shop.example";

export const sandbox: NetworkSandbox = {
  create,
  sources: [
    {
      id: "demo-woocommerce-store",
      networkId: "woocommerce-store",
      name: "WooCommerce shop (sandbox)",
      settings: {
        baseUrl: `https://${HOST}`,
        pull: ["products", "coupons"],
        affiliate: { param: "ref", value: "offerfeed", subIdParam: "campaign" },
        technicalCategories: ["50% OFF"],
        contact: "feeds@offerfeed.example",
      },
      credentials: keys,
    },
  ],
};

function create(): Sandbox {
  return shopsSandbox({
    [HOST]: wooShop({
      host: HOST,
      name: "Kräuterhof & Söhne",
      seed: "woocommerce-store",
      count: 520,
      currency: "EUR",
      minorUnit: 2,
      marketplace: true,
      categoriesOf: ({ goods, bits }) => (bits % 2 === 0 ? [goods.category, "50% OFF"] : []),
      keys,
      coupons: 60,
    }),
    [ODD_HOST]: wooShop({
      host: ODD_HOST,
      name: "Odd Shop",
      seed: "woocommerce-odd",
      count: 120,
      currency: "USD",
      minorUnit: 0,
      marketplace: false,
      categoriesOf: ({ goods, index }) => [goods.category, ...(index % 9 === 0 ? ["Expired Deals"] : [])],
      keys: null,
      coupons: 0,
      postsOpen: false,
      plainPermalinks: true,
    }),
  });
}
