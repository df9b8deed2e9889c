/** What people enter of an offer. What the values must be is checked where GraphQL checks it. */
import * as z from "zod";
import {
  AVAILABILITIES,
  COMMISSION_BASES,
  COMMISSION_TYPES,
  DISCOUNT_TYPES,
  JOIN_STATUSES,
  OFFER_KINDS,
} from "../../shared/offer/model.ts";
import { describedAs } from "./inputs.ts";

const optional = <T extends z.ZodType>(type: T) => type.nullable().optional();
const text = optional(z.string());
const list = optional(z.array(z.string()).max(200));
const money = optional(
  describedAs(z.strictObject({ amount: z.string(), currency: z.string() }), "MoneyInput"),
);

/** The fields of GraphQL's `OfferOverrideInput`. */
export const editorFields = {
  title: text,
  description: text,
  images: list,
  price: money,
  originalPrice: money,
  discount: optional(
    describedAs(
      z.strictObject({ type: z.enum(DISCOUNT_TYPES), value: text, currency: text }),
      "DiscountInput",
    ),
  ),
  couponCode: text,
  restrictions: list,
  availability: optional(z.enum(AVAILABILITIES)),
  categories: list,
  tags: list,
  countries: list,
  languages: list,
  startsAt: text,
  endsAt: text,
};

/** The fields of GraphQL's `ManualOfferInput`. */
export const enteredFields = {
  ...editorFields,
  sourceOfferId: z.string(),
  kind: z.enum(OFFER_KINDS),
  title: z.string(),
  merchant: optional(describedAs(z.strictObject({ name: z.string(), domain: text }), "MerchantInput")),
  url: text,
  trackingUrl: z.string(),
  joinStatus: optional(z.enum(JOIN_STATUSES)),
  commission: optional(
    describedAs(
      z.strictObject({
        type: z.enum(COMMISSION_TYPES),
        min: text,
        max: text,
        currency: text,
        basis: optional(z.enum(COMMISSION_BASES)),
      }),
      "CommissionInput",
    ),
  ),
  gtin: text,
};
