/** FlexOffers' raw records: what fetchOffers yields and toOffer reads. */
import * as z from "zod";
import { countryOf } from "../kit/code-names.ts";
import { readRecord } from "../kit/reading.ts";
import { spelt } from "./spelling.ts";

const text = z.string().nullish();
const number = z.union([z.string(), z.number()]).nullish();
const flag = z.union([z.boolean(), z.string(), z.number()]).nullish();
const id = z
  .union([z.int(), z.string().regex(/^\d+$/, "is missing or not a whole number")], {
    error: "is missing or not a whole number",
  })
  .transform(String);

const linkSchema = z.looseObject({
  // Up to three numbers with dots between them; one number alone may come as a number.
  linkId: z.union([z.string().trim().min(1, "is missing"), z.int().transform(String)], {
    error: "is missing",
  }),
  advertiserId: id.nullish(),
  advertiserName: text,
  advertiser: text,
  linkType: text,
  linkName: text,
  linkDescription: text,
  promotionalTypes: text,
  linkUrl: text,
  couponCode: text,
  couponRestrictions: text,
  startDate: text,
  endDate: text,
  imageUrl: text,
  logoURL: text,
  categories: text,
  percentageOff: number,
  dollarOff: number,
});
export type Link = z.output<typeof linkSchema>;

const action = z.looseObject({ action: text, actionType: text, commissionType: text, commission: number });

const advertiserSchema = z.looseObject({
  id,
  name: z.string(),
  domainUrl: text,
  categoryNames: text,
  created: text,
  programStatus: text,
  applicationStatus: text,
  description: text,
  payout: number,
  imageUrl: text,
  country: text,
  deeplinkURL: text,
  actions: z.array(action).nullish(),
});
export type Advertiser = z.output<typeof advertiserSchema>;

const productSchema = z.looseObject({
  pid: id,
  name: text,
  aid: id.nullish(),
  advertiserName: text,
  linkUrl: text,
  deepLinkURL: text,
  shortDescription: text,
  description: text,
  category: text,
  imageUrl: text,
  alternateImageUrl: text,
  alternateImageUrl2: text,
  alternateImageUrl3: text,
  alternateImageUrl4: text,
  price: number,
  priceCurrency: text,
  salePrice: number,
  finalPrice: number,
  isInStock: flag,
  keywords: text,
  upCorEAN: number,
});
export type Product = z.output<typeof productSchema>;

/** What a programme gives to its advertiser's promotions and products. */
export type JoinedAdvertiser = Pick<
  Advertiser,
  "id" | "name" | "domainUrl" | "country" | "payout" | "actions"
>;

export interface PromotionRecord {
  readonly surface: "promotion";
  readonly link: unknown;
  /** Null: not among the approved programmes. */
  readonly advertiser: JoinedAdvertiser | null;
}

export interface ProgrammeRecord {
  readonly surface: "programme";
  readonly programme: unknown;
}

export interface ProductRecord {
  readonly surface: "product";
  readonly product: unknown;
  readonly advertiser: JoinedAdvertiser | null;
  /** Of the product's catalogue, where a product names none. */
  readonly currency: string | null;
}

export type FlexoffersRecord = PromotionRecord | ProgrammeRecord | ProductRecord;

/** @throws RecordRejected naming the link and the field that does not fit */
export const readLink = (raw: unknown): Link =>
  readRecord(linkSchema, spelt(raw, Object.keys(linkSchema.shape)), "promotion", ["linkId", "linkName"]);

/** @throws RecordRejected naming the programme and the field that does not fit */
export const readAdvertiser = (raw: unknown): Advertiser =>
  readRecord(advertiserSchema, spelt(raw, Object.keys(advertiserSchema.shape)), "programme");

/** @throws RecordRejected naming the product and the field that does not fit */
export const readProduct = (raw: unknown): Product =>
  readRecord(productSchema, spelt(raw, Object.keys(productSchema.shape)), "product", ["pid", "name"]);

/** What a programme's row gives to others; null for a row that cannot be read, which its own mapping tells of. */
export function joinedOf(raw: unknown): JoinedAdvertiser | null {
  const read = advertiserSchema.safeParse(spelt(raw, Object.keys(advertiserSchema.shape)));
  if (!read.success) return null;
  const { id: advertiserId, name, domainUrl, country, payout, actions } = read.data;
  return { id: advertiserId, name, domainUrl, country, payout, actions };
}

const advertiserKeys = z.object({ advertiserId: id.nullish(), aid: id.nullish() });

/** Whose a link or a product is; null where it does not say. */
export function advertiserIdOf(raw: unknown): string | null {
  const read = advertiserKeys.safeParse(spelt(raw, Object.keys(advertiserKeys.shape)));
  return read.data?.advertiserId ?? read.data?.aid ?? null;
}

/** Lists come as text: "Coupon,Percent Off". */
export const listed = (value: string | null | undefined): string[] =>
  (value ?? "")
    .split(",")
    .map((each) => each.trim())
    .filter((each) => each !== "");

/** By code or by name; what is neither stays, to be refused with its reason rather than mean "everywhere". */
export const countriesOf = (programme: Pick<Advertiser, "country"> | null): string[] =>
  listed(programme?.country).map((country) => countryOf(country) ?? country);
