/** Who sells: the shop, or in a marketplace the maker where the record names one. */
import type { OfferDraft } from "../offer/model.ts";

export interface SellerSettings {
  /** The shop's address. */
  readonly base: string;
  /** Its name where the settings say it. */
  readonly merchantName: string | null;
  /** The shop sells what others make: they are the merchants. */
  readonly marketplace: boolean;
}

/** @param shopName what the shop calls itself, where it does */
export function sellerOf(
  { base, merchantName, marketplace }: SellerSettings,
  shopName: string | null,
  vendor: string | null,
): OfferDraft["merchant"] {
  // A maker's own domain is told nowhere.
  if (marketplace && vendor !== null && vendor.trim() !== "") return { name: vendor, domain: null };
  const { hostname } = new URL(base);
  return { name: merchantName ?? shopName ?? hostname.replace(/^www\./, ""), domain: hostname };
}
