/** A record of a WooCommerce shop as an offer. */
import type { OfferDraft } from "../../offer/model.ts";
import type { WooRecord } from "./listing.ts";
import { wooCouponOffer } from "./map-coupon.ts";
import { wooProductOffer } from "./map-product.ts";
import type { WooReading } from "./reading.ts";

/** @returns null for what is left out by rule @throws RecordRejected */
export const wooOffer = (record: WooRecord, reading: WooReading): OfferDraft | null =>
  record.surface === "product" ? wooProductOffer(record, reading) : wooCouponOffer(record, reading);
