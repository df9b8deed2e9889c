/** A catalogue's item as an offer. */
import type { Availability, OfferDraft } from "../../offer/model.ts";
import { RecordRejected } from "../adapter.ts";
import { withParameter } from "../kit/links.ts";
import { readRecord } from "../kit/reading.ts";
import { commissionOf } from "./commission.ts";
import type { ImpactSettings } from "./definition.ts";
import type { RecordOf } from "./map-offer.ts";
import { itemSchema } from "./records.ts";
import { regionOf } from "./vocabulary.ts";

const AVAILABILITY: Readonly<Record<string, Availability>> = {
  instock: "IN_STOCK",
  limitedavailability: "IN_STOCK",
  outofstock: "OUT_OF_STOCK",
  backorder: "BACKORDER",
  preorder: "PREORDER",
};

/** @throws RecordRejected for an item without a price or a link */
export function productOffer(
  { item: raw, catalog, facts }: RecordOf<"product">,
  settings: ImpactSettings,
): OfferDraft {
  const item = readRecord(itemSchema, raw, "item", ["Id", "Name"]);
  if (item.CurrentPrice === null || item.Currency === null) {
    throw new RecordRejected(
      `item ${item.Id} has no ${item.CurrentPrice === null ? "CurrentPrice" : "Currency"}`,
    );
  }
  const currency = item.Currency;
  const landing = landingOf(item.Url);
  const name = item.CampaignName ?? facts?.name;
  return {
    sourceOfferId: item.Id,
    kind: "PRODUCT",
    title: item.Name,
    description: item.Description,
    merchant: name ? { name, domain: facts?.url ?? landing } : null,
    url: landing,
    trackingUrl: withParameter(item.Url, "subId1", settings.subId1),
    images: [item.ImageUrl, ...item.AdditionalImageUrls],
    price: { amount: item.CurrentPrice, currency },
    originalPrice: item.OriginalPrice === null ? null : { amount: item.OriginalPrice, currency },
    availability: AVAILABILITY[item.StockAvailability?.toLowerCase() ?? ""] ?? "UNKNOWN",
    joinStatus: "JOINED",
    commission: commissionOf(facts?.contract ?? null),
    categories: (item.Category ?? "").split(" > "),
    tags: item.Labels,
    countries: catalog.serviceAreas.map(regionOf),
    languages: [catalog.language],
    // Brands put what they like into it: whatever is no GTIN is left out when the offer is normalised.
    gtin: item.Gtin,
    startsAt: item.LaunchDate,
    endsAt: item.ExpirationDate,
  };
}

/** The landing page inside a link's `u`. */
function landingOf(link: string): string | null {
  const inside = /[?&]u=([^&#]+)/.exec(link)?.[1];
  if (inside === undefined) return null;
  try {
    return decodeURIComponent(inside);
  } catch {
    return null;
  }
}
