/** What the mapping reads of a shop's records. Unknown keys may appear at any time and are left alone. */
import * as z from "zod";

const text = z.string().nullish();
const minorUnits = z.string({ error: "is missing" }).regex(/^\d+$/, "is no whole number of minor units");

const term = z.looseObject({ name: z.string(), slug: text });
export type WooTerm = z.output<typeof term>;

export const productSchema = z.looseObject({
  id: z.int(),
  name: z.string({ error: "is missing" }).min(1, "is empty"),
  type: text,
  permalink: z.string({ error: "is missing" }),
  short_description: text,
  description: text,
  on_sale: z.boolean().nullish(),
  prices: z.looseObject(
    {
      price: minorUnits,
      regular_price: minorUnits.or(z.literal("")).nullish(),
      currency_code: z.string(),
      /** Decimals that the shop displays: not those of ISO 4217. */
      currency_minor_unit: z.int().min(0).max(6),
    },
    { error: "is missing" },
  ),
  images: z.array(z.looseObject({ src: text })).nullish(),
  categories: z.array(term).nullish(),
  tags: z.array(term).nullish(),
  brands: z.array(term).nullish(),
  is_purchasable: z.boolean().nullish(),
  is_in_stock: z.boolean().nullish(),
  is_on_backorder: z.boolean().nullish(),
});
export type WooProduct = z.output<typeof productSchema>;

const ids = z.array(z.unknown()).nullish();

/** `wc/v3/coupons`. */
export const couponSchema = z.looseObject({
  id: z.int(),
  code: z.string({ error: "is missing" }).min(1, "is empty"),
  status: text,
  amount: z.string(),
  /** "percent", "fixed_cart", "fixed_product", or a plugin's own. */
  discount_type: text,
  date_created_gmt: text,
  date_expires_gmt: text,
  usage_count: z.int().nullish(),
  usage_limit: z.int().nullish(),
  usage_limit_per_user: z.int().nullish(),
  individual_use: z.boolean().nullish(),
  free_shipping: z.boolean().nullish(),
  exclude_sale_items: z.boolean().nullish(),
  product_ids: ids,
  product_categories: ids,
  minimum_amount: text,
  maximum_amount: text,
  email_restrictions: ids,
});
export type WooCoupon = z.output<typeof couponSchema>;
