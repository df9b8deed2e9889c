/** A row of a product feed as an offer: the format is read off its columns. */
import type { OfferDraft } from "../../offer/model.ts";
import { classicOffer } from "./map-classic-product.ts";
import { googleOffer } from "./map-google-product.ts";
import type { ProductRecord } from "./records.ts";
import type { AwinSettings } from "./settings.ts";

/**
 * Null for the enhanced feed's status line.
 * @throws RecordRejected for a product without an id or a link
 */
export function productOffer(record: ProductRecord, settings: AwinSettings, now: Date): OfferDraft | null {
  const isClassic = "aw_product_id" in record.row || "product_name" in record.row;
  return isClassic ? classicOffer(record, settings) : googleOffer(record, settings, now);
}
