/** SaaSWiz's site, supposing that it runs on Shopify, which is found out. */
import type { NetworkSandbox } from "../../../sandbox/sandbox.ts";
import { shopifyShop } from "../../../storefronts/sandbox/shopify-shop.ts";
import { shopsSandbox } from "../../../storefronts/sandbox/shop.ts";

const HOST = "saaswiz.com";

export const sandbox: NetworkSandbox = {
  create: () =>
    shopsSandbox({
      [HOST]: shopifyShop({
        host: HOST,
        name: "SaaSWiz",
        seed: "saaswiz",
        count: 560,
        currency: "USD",
        zone: "America/New_York",
      }),
    }),
  sources: [
    {
      id: "demo-saaswiz",
      networkId: "saaswiz",
      name: "SaaSWiz (sandbox)",
      settings: {
        affiliateParam: "ref",
        affiliateValue: "offerfeed",
        subIdParam: "subid",
        contact: "feeds@offerfeed.example",
      },
      credentials: null,
    },
  ],
};
