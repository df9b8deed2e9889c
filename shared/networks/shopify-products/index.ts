/** Any Shopify shop by its address, through the product list that its pages are made of. */
import type { NetworkAdapter } from "../adapter.ts";
import { listParts } from "../kit/listing.ts";
import { quotaKeyOf } from "../kit/quota-key.ts";
import { perSettings } from "../../storefronts/per-settings.ts";
import { shopBase } from "../../storefronts/shop-address.ts";
import { ShopClient } from "../../storefronts/shop-client.ts";
import { shopifyProducts, type ShopifyRecord } from "../../storefronts/shopify/listing.ts";
import { shopifyOffer } from "../../storefronts/shopify/map-product.ts";
import type { ShopifyReading } from "../../storefronts/shopify/reading.ts";
import { definition, type ShopifyCredentials, type ShopifySettings } from "./definition.ts";

export const adapter: NetworkAdapter<ShopifyCredentials, ShopifySettings, ShopifyRecord> = {
  ...definition,
  // A host's patience is one, whoever asks.
  quotaKey: (_credentials, { baseUrl }) => quotaKeyOf(new URL(baseUrl).host),
  fetchOffers(context) {
    const { baseUrl, currency, collections, offersPer, contact } = context.settings;
    const parts = shopifyProducts({
      client: new ShopClient(context.http, { contact }),
      base: shopBase(baseUrl),
      currency: currency ?? null,
      collections,
      perVariant: offersPer === "variant",
    });
    return listParts(parts, context);
  },
  toOffer: (record, { settings }) => shopifyOffer(record, readingOf(settings)),
};

const readingOf = perSettings((settings: ShopifySettings): ShopifyReading => ({
  base: shopBase(settings.baseUrl),
  publicBase: shopBase(settings.publicUrl ?? settings.baseUrl),
  merchantName: settings.merchantName ?? null,
  kind: settings.kind,
  marketplace: settings.marketplace,
  links: { affiliate: settings.affiliate ?? null, subId: settings.subId },
  excludedTypes: new Set(settings.excludeTypes.map((type) => type.toLowerCase())),
}));
