/** Pepperjam's raw rows: strings, where nothing is null, "", or "N/A". */
import * as z from "zod";

/** A number may come where a string is expected. */
const text = z
  .union([z.string(), z.number()])
  .nullish()
  .transform((value) => {
    const word = value === null || value === undefined ? "" : String(value).trim();
    return word === "" || word.toUpperCase() === "N/A" ? null : word;
  });
const required = text.refine((value) => value !== null, "is missing").transform((value) => value ?? "");

export const programmeSchema = z.looseObject({
  id: required,
  name: required,
  description: text,
  logo: text,
  website: text,
  currency: text,
  status: text,
  category: z.array(z.looseObject({ name: text })).nullish(),
  prohibited_states: text,
  percentage_payout: text,
  flat_payout: text,
});
export type ProgrammeRow = z.output<typeof programmeSchema>;

export const genericSchema = z.looseObject({ program_id: required, code: required, allow_deep_link: text });

/** `code` is the tracking link, and `coupon` the coupon's code. */
export const couponSchema = z.looseObject({
  id: required,
  name: required,
  code: required,
  coupon: text,
  description: text,
  start_date: text,
  end_date: text,
  program_id: required,
  program_name: text,
  category_name: text,
});

export const textLinkSchema = z.looseObject({
  id: required,
  name: required,
  tracking_url: required,
  description: text,
  start_date: text,
  end_date: text,
  program_id: required,
  program_name: text,
});

export const productSchema = z.looseObject({
  name: required,
  sku: required,
  program_id: required,
  program_name: text,
  buy_url: required,
  image_url: text,
  image_thumb_url: text,
  price: text,
  price_sale: text,
  price_retail: text,
  description_short: text,
  description_long: text,
  category_network: text,
  category_program: text,
  manufacturer: text,
  in_stock: text,
  discontinued: text,
  upc: text,
  keywords: text,
  expiration_date: text,
});

export const suppressedSchema = z.looseObject({ code: required });

/** What a creative does not say of its programme. */
export interface ProgrammeFacts {
  readonly name: string;
  readonly website: string | null;
  readonly currency: string | null;
  readonly logo: string | null;
  /** The programme's own link; null where it has none. */
  readonly generic: string | null;
  readonly deepLinks: boolean;
}

export type PepperjamRecord =
  | { readonly surface: "programme"; readonly row: unknown; readonly generic: string | null }
  | {
      readonly surface: "coupon";
      readonly row: unknown;
      readonly programme: ProgrammeFacts | null;
      readonly suppressed: boolean;
    }
  | { readonly surface: "text"; readonly row: unknown; readonly programme: ProgrammeFacts | null }
  | { readonly surface: "product"; readonly row: unknown; readonly programme: ProgrammeFacts | null };

const PLACEHOLDER =
  /^(?:no (?:coupon |promo )?code\b.*|none(?: needed| required)?|not? (?:needed|required)|-+)$/i;

/** The code of a coupon, where it has one: brands write "No code Needed" in its place. */
export const realCode = (coupon: string | null): string | null =>
  coupon === null || PLACEHOLDER.test(coupon) ? null : coupon;
