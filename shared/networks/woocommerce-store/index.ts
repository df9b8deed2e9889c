/** Any WooCommerce shop by its address: products through its Store API, coupons with the partner's keys. */
import type { NetworkAdapter } from "../adapter.ts";
import { quotaKeyOf } from "../kit/quota-key.ts";
import { perSettings } from "../../storefronts/per-settings.ts";
import { shopBase } from "../../storefronts/shop-address.ts";
import { fetchWooShop } from "../../storefronts/woocommerce/fetch.ts";
import type { WooCredentials } from "../../storefronts/woocommerce/keys.ts";
import type { WooRecord } from "../../storefronts/woocommerce/listing.ts";
import { wooOffer } from "../../storefronts/woocommerce/offer.ts";
import { categoryNamed, type WooReading } from "../../storefronts/woocommerce/reading.ts";
import { definition, type WooStoreSettings } from "./definition.ts";

export const adapter: NetworkAdapter<WooCredentials, WooStoreSettings, WooRecord> = {
  ...definition,
  // A host's patience is one, whoever asks.
  quotaKey: (_credentials, { baseUrl }) => quotaKeyOf(new URL(baseUrl).host),
  fetchOffers: (context) => fetchWooShop(context, shopBase(context.settings.baseUrl)),
  toOffer: (record, { settings }) => wooOffer(record, readingOf(settings)),
};

const readingOf = perSettings((settings: WooStoreSettings): WooReading => ({
  base: shopBase(settings.baseUrl),
  merchantName: settings.merchantName ?? null,
  kind: settings.kind,
  marketplace: settings.marketplace,
  links: { affiliate: settings.affiliate ?? null, subId: settings.subId },
  leavesOut: categoryNamed(settings.excludeCategories),
  leavesOutFree: false,
  isTechnical: categoryNamed(settings.technicalCategories),
  tagsOf: () => [],
}));
