/** CJ's raw records: what fetchOffers yields and toOffer reads. */
import * as z from "zod";

/** A link of Link Search: every value is text, blank ones are left out. */
export const linkSchema = z.looseObject({
  "link-id": z.string(),
  clickUrl: z.string(),
  "advertiser-id": z.string().optional(),
  "advertiser-name": z.string().optional(),
  "ad-content": z.string().optional(),
  category: z.string().optional(),
  "click-commission": z.string().optional(),
  "coupon-code": z.string().optional(),
  description: z.string().optional(),
  destination: z.string().optional(),
  "event-name": z.string().optional(),
  language: z.string().optional(),
  "lead-commission": z.string().optional(),
  "link-name": z.string().optional(),
  "promotion-end-date": z.string().optional(),
  "promotion-start-date": z.string().optional(),
  "promotion-type": z.string().optional(),
  "relationship-status": z.string().optional(),
  "sale-commission": z.string().optional(),
  "targeted-countries": z.string().optional(),
});

export const actionSchema = z.object({
  type: z.string().nullable(),
  /** `commission/default` */
  commission: z.string().nullable(),
});
export type Action = z.output<typeof actionSchema>;

export const advertiserSchema = z.looseObject({
  "advertiser-id": z.string(),
  "advertiser-name": z.string(),
  "account-status": z.string().optional(),
  "program-url": z.string().optional(),
  "relationship-status": z.string().optional(),
  language: z.string().optional(),
  categories: z.array(z.string().nullable()),
  actions: z.array(actionSchema),
});

const text = z.string().nullish();
const money = z.looseObject({ amount: z.union([z.string(), z.number()]), currency: text });

export const productSchema = z.looseObject({
  id: z.string().min(1),
  adId: z.string().min(1),
  advertiserId: z.string().min(1),
  advertiserName: z.string(),
  title: text,
  description: text,
  brand: text,
  link: text,
  imageLink: text,
  additionalImageLink: z.array(text).nullish(),
  price: money,
  salePrice: money.nullish(),
  salePriceEffectiveDateStart: text,
  salePriceEffectiveDateEnd: text,
  discountPercentage: z.number().nullish(),
  targetCountry: text,
  serviceableAreas: text,
  isDeleted: z.boolean().nullish(),
  joinedStatus: z.boolean().nullish(),
  availability: text,
  gtin: text,
  productType: z.array(text).nullish(),
  googleProductCategory: z.looseObject({ name: text }).nullish(),
  customLabel0: text,
  customLabel1: text,
  customLabel2: text,
  customLabel3: text,
  customLabel4: text,
  linkCode: z.looseObject({ clickUrl: text }).nullish(),
});

/** A text link that leads to the advertiser. */
export interface ProgrammeLink {
  readonly clickUrl: string;
  /** Whether it may be sent to any page of the advertiser's. */
  readonly deep: boolean;
}

export interface LinkRecord {
  readonly surface: "link";
  readonly link: unknown;
  /** Where the advertiser's site is, as Advertiser Lookup says. */
  readonly programUrl: string | null;
}

export interface ProgrammeRecord {
  readonly surface: "programme";
  readonly advertiser: unknown;
  readonly link: ProgrammeLink | null;
}

export interface ProductRecord {
  readonly surface: "product";
  readonly product: unknown;
  /** Of the feed that it comes from. */
  readonly language: string | null;
}

export type CjRecord = LinkRecord | ProgrammeRecord | ProductRecord;
