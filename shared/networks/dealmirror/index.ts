/** DealMirror: the deals of a WooCommerce marketplace, by its Store API. */
import type { NetworkAdapter } from "../adapter.ts";
import { quotaKeyOf } from "../kit/quota-key.ts";
import { linkSettings } from "../../storefronts/affiliate.ts";
import { dealTerms } from "../../storefronts/deal-terms.ts";
import { perSettings } from "../../storefronts/per-settings.ts";
import { fetchWooShop } from "../../storefronts/woocommerce/fetch.ts";
import type { WooCredentials } from "../../storefronts/woocommerce/keys.ts";
import type { WooRecord } from "../../storefronts/woocommerce/listing.ts";
import { wooOffer } from "../../storefronts/woocommerce/offer.ts";
import { categoryNamed, type WooReading } from "../../storefronts/woocommerce/reading.ts";
import { isExpired, isShelf } from "./categories.ts";
import { definition, type DealMirrorSettings } from "./definition.ts";

const BASE = "https://dealmirror.com";

export const adapter: NetworkAdapter<WooCredentials, DealMirrorSettings, WooRecord> = {
  ...definition,
  // Its host's patience is one, whoever asks.
  quotaKey: () => quotaKeyOf(BASE),
  fetchOffers: (context) => fetchWooShop(context, BASE),
  toOffer: (record, { settings }) => wooOffer(record, readingOf(settings)),
};

const readingOf = perSettings((settings: DealMirrorSettings): WooReading => {
  const isExcluded = categoryNamed(settings.excludeCategories);
  return {
    base: BASE,
    merchantName: definition.name,
    kind: "DEAL",
    // The makers have no field: the part of the title before the colon would be a guess.
    marketplace: false,
    links: linkSettings(settings),
    leavesOut: (category) => isExpired(category) || isExcluded(category),
    leavesOutFree: true,
    isTechnical: isShelf,
    tagsOf: (title, description) => dealTerms(`${title} ${description}`),
  };
});
