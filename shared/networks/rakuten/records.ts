/** Rakuten's raw records: what fetchOffers yields and toOffer reads. */
import * as z from "zod";

const text = z.string().nullish();
/** The vendor's schema has numbers and texts for ids. */
const id = z
  .union([z.int(), z.string().regex(/^\d+$/)], { error: "is missing or not a whole number" })
  .transform(String);

export const partnershipSchema = z.looseObject({
  advertiser: z.looseObject({
    id,
    name: z.string(),
    status: text,
    categories: z.array(text).nullish(),
  }),
  status: text,
});

export const advertiserSchema = z.looseObject({
  id,
  url: text,
  description: text,
  policies: z
    .looseObject({
      international_capabilities: z.looseObject({ ships_to: z.array(text).nullish() }).nullish(),
    })
    .nullish(),
  features: z.looseObject({ deep_links: z.boolean().nullish() }).nullish(),
});
export type Advertiser = z.output<typeof advertiserSchema>;

const tier = z.looseObject({ commission: z.number() });
const rule = z.looseObject({
  is_base_commission: z.boolean().nullish(),
  commissions: z.array(z.looseObject({ commission_type: text, tiers: z.array(tier).nullish() })).nullish(),
});

/** What Rakuten calls an offer: terms of commission, not a deal. */
export const termsSchema = z.looseObject({
  advertiser: z.looseObject({ id }),
  name: text,
  type: text,
  end_datetime: text,
  offer_rules: z.array(rule).nullish(),
});

/** Of an advertiser's terms, what its offers show. */
export interface Terms {
  readonly name: string | null;
  /** "baseline", "private" … */
  readonly type: string | null;
  readonly endsAt: string | null;
  /** Percent points of the tiers of base commissions. */
  readonly percents: readonly number[];
  /** Tiers of another type: Rakuten names no currency for them. */
  readonly others: readonly string[];
}

/** A coupon or text link of the coupon feed; blank values are left out. */
export const couponSchema = z.looseObject({
  advertiserid: z.string().optional(),
  advertisername: z.string().optional(),
  offerdescription: z.string().optional(),
  offerstartdate: z.string().optional(),
  offerenddate: z.string().optional(),
  couponcode: z.string().optional(),
  couponrestriction: z.string().optional(),
  clickurl: z.string(),
  categories: z.array(z.string()),
  promotionTypes: z.array(z.string()),
  networkId: z.string().nullable(),
});

const amount = z.object({ value: z.string(), currency: z.string() });

export const productSchema = z.looseObject({
  mid: z.string(),
  linkurl: z.string(),
  merchantname: z.string().optional(),
  linkid: z.string().optional(),
  sku: z.string().optional(),
  productname: z.string().optional(),
  upccode: z.string().optional(),
  keywords: z.string().optional(),
  imageurl: z.string().optional(),
  categories: z.array(z.string().nullable()),
  description: z.string().nullable(),
  price: amount.nullable(),
  saleprice: amount.nullable(),
});

export interface ProgrammeRecord {
  readonly surface: "programme";
  readonly partnership: unknown;
  /** As `/v2/advertisers` lists it; null where it does not. */
  readonly advertiser: unknown;
  /** The publisher's own link to it; null where there is none. */
  readonly link: string | null;
  readonly terms: readonly Terms[];
}

export interface CouponRecord {
  readonly surface: "coupon";
  readonly coupon: unknown;
  /** The advertiser's site. */
  readonly site: string | null;
  readonly terms: readonly Terms[];
}

export interface ProductRecord {
  readonly surface: "product";
  readonly product: unknown;
  readonly terms: readonly Terms[];
}

export type RakutenRecord = ProgrammeRecord | CouponRecord | ProductRecord;
