/** SaaS Mantra's site as its page assumes it: listing pages with schema.org markup, and no sitemap. */
import type { NetworkSandbox } from "../../../sandbox/sandbox.ts";
import { markupShop } from "../../../storefronts/sandbox/markup-shop.ts";
import { shopsSandbox } from "../../../storefronts/sandbox/shop.ts";

const HOST = "saasmantra.com";

export const sandbox: NetworkSandbox = {
  create: () =>
    shopsSandbox({
      [HOST]: markupShop({
        host: HOST,
        name: "SaaS Mantra",
        seed: "saasmantra",
        count: 560,
        currency: "USD",
      }),
    }),
  sources: [
    {
      id: "demo-saasmantra",
      networkId: "saasmantra",
      name: "SaaS Mantra (sandbox)",
      settings: {
        affiliateParam: "ref",
        affiliateValue: "offerfeed",
        subIdParam: "campaign",
        contact: "feeds@offerfeed.example",
      },
      credentials: null,
    },
  ],
};
