/** Shopify shops: an open one, one that keeps its currency to the cart, and a closed one. */
import type { NetworkSandbox } from "../../../sandbox/sandbox.ts";
import { shopsSandbox } from "../../../storefronts/sandbox/shop.ts";
import { shopifyShop } from "../../../storefronts/sandbox/shopify-shop.ts";

export const HOST = "atelier-foret.example";
export const SMALL_HOST = "petit-atelier.example";
export const CLOSED_HOST = "atelier-ferme.example";

const shop = {
  host: HOST,
  name: "Atelier Forêt",
  seed: "shopify-products",
  count: 560,
  currency: "EUR",
  zone: "Europe/Paris",
};

export const sandbox: NetworkSandbox = {
  create: () =>
    shopsSandbox({
      [HOST]: shopifyShop(shop),
      [SMALL_HOST]: shopifyShop({
        ...shop,
        host: SMALL_HOST,
        seed: "shopify-small",
        count: 40,
        currency: "CAD",
        hasMeta: false,
      }),
      [CLOSED_HOST]: shopifyShop({ ...shop, host: CLOSED_HOST, isClosed: true }),
    }),
  sources: [
    {
      id: "demo-shopify-products",
      networkId: "shopify-products",
      name: "Shopify shop (sandbox)",
      settings: {
        baseUrl: `https://${HOST}`,
        affiliate: { param: "ref", value: "offerfeed", subIdParam: "subid" },
        contact: "feeds@offerfeed.example",
      },
      credentials: null,
    },
  ],
};
