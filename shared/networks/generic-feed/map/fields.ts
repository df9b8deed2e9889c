/** `map`: the offer's fields and the expressions that fill them. */
import type * as z from "zod";
import { strict } from "../../../settings/strict.ts";
import { expressionSchema } from "./schema.ts";

const field = expressionSchema.optional();

export const mapSchema = strict({
  sourceOfferId: field.describe("The feed's own id: unique in the feed and stable for ever."),
  kind: field.describe("PRODUCT, COUPON, DEAL or PROGRAMME, where records differ."),
  title: field,
  description: field.describe("May hold HTML."),
  merchant: strict({ name: field, url: field })
    .optional()
    .describe("The seller, where it differs from record to record."),
  url: field.describe("The landing page."),
  trackingUrl: field.describe("The affiliate link; without it, url is taken."),
  images: field,
  price: field.describe("What is to pay now."),
  originalPrice: field.describe("The list price."),
  discount: strict({ type: field, value: field, currency: field }).optional(),
  couponCode: field,
  restrictions: field,
  availability: field.describe(
    "Understands in stock, out_of_stock, preorder, backorder and their like, yes and no.",
  ),
  joinStatus: field,
  commission: strict({
    type: field.describe(
      "PERCENT, FIXED, RANGE or RECURRING. A max above the min makes a RANGE of the first two.",
    ),
    min: field,
    max: field,
    currency: field.describe("Of amounts; shares have none."),
    basis: field.describe("SALE, LEAD or CLICK."),
  })
    .optional()
    .describe("What a sale, a lead or a click pays."),
  categories: field,
  tags: field,
  countries: field.describe("ISO 3166-1 codes the offer is limited to."),
  languages: field.describe("BCP 47 tags."),
  gtin: field,
  startsAt: field,
  endsAt: field,
});

export type OfferMap = z.output<typeof mapSchema>;
