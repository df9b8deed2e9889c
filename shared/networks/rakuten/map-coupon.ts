/** A link of the coupon feed as an offer: a coupon where there is a code, else a deal. */
import { createHash } from "node:crypto";
import type { OfferDraft } from "../../offer/model.ts";
import { withParameter } from "../kit/links.ts";
import { readRecord } from "../kit/reading.ts";
import { type CouponRecord, couponSchema } from "./records.ts";
import type { RakutenSettings } from "./settings.ts";
import { commissionOf } from "./terms.ts";

/** Networks 7, 8 and 9 are France, Brazil and Germany, in an order that is not confirmed: no country is guessed. */
const COUNTRY_OF_NETWORK: Readonly<Record<string, string>> = {
  "1": "US",
  "3": "GB",
  "5": "CA",
  "11": "JP",
  "41": "AU",
};

/** @throws RecordRejected for a link without a click URL */
export function couponOffer(record: CouponRecord, { u1 }: RakutenSettings): OfferDraft {
  const coupon = readRecord(couponSchema, record.coupon, "coupon", ["offerdescription", "couponcode"]);
  const { advertisername: name, couponcode: code } = coupon;
  return {
    sourceOfferId: `coupon-${idOf(coupon)}`,
    kind: code === undefined ? "DEAL" : "COUPON",
    title: coupon.offerdescription ?? "",
    merchant: name === undefined ? null : { name, domain: record.site },
    url: record.site,
    trackingUrl: withParameter(coupon.clickurl, "u1", u1),
    couponCode: code,
    restrictions: [coupon.couponrestriction],
    // The feed holds nothing of advertisers whom the publisher does not work with.
    joinStatus: "JOINED",
    commission: commissionOf(record.terms),
    categories: coupon.categories,
    tags: coupon.promotionTypes,
    countries: [COUNTRY_OF_NETWORK[coupon.networkId ?? ""]],
    startsAt: dayOf(coupon.offerstartdate),
    endsAt: dayOf(coupon.offerenddate),
  };
}

/** The feed has no element for the id: it stands in the link, as `offerid=<offer>.<link>`. */
function idOf(coupon: Readonly<Record<string, unknown>> & { readonly clickurl: string }): string {
  const offerId = URL.canParse(coupon.clickurl) ? new URL(coupon.clickurl).searchParams.get("offerid") : null;
  if (offerId) return offerId;
  const parts = [coupon["advertiserid"], coupon["couponcode"], coupon.clickurl, coupon["offerstartdate"]];
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex").slice(0, 24);
}

/** `YYYY-MM-DD` in GMT; old guides have `MM/DD/YYYY`. */
function dayOf(value: string | undefined): string | undefined {
  const [, month, day, year] = /^(\d\d)\/(\d\d)\/(\d{4})$/.exec(value ?? "") ?? [];
  return year === undefined ? value : `${year}-${month}-${day}`;
}
