/** Sovrn's raw records, and what fetchOffers makes of them. */
import * as z from "zod";
import type { SovrnLookup } from "./definition.ts";

const text = z.string().nullish();
const id = z.union([z.int(), z.string().min(1)]).transform(String);
/** Declared a number, documented as a text. */
const amount = z.union([z.number(), z.string().regex(/^\d+(?:\.\d+)?$/, "is no amount")]);

export const merchantSchema = z.looseObject({
  groupId: id,
  name: z.string(),
  description: text,
  terms: text,
  sovrnPreferred: z.boolean().nullish(),
  logoImageUrl: text,
  category: z.array(z.string()).nullish(),
  sovrn: z
    .looseObject({
      CPA: z
        .array(
          z.looseObject({
            geo: text,
            calculatedCommissionRate: z.number().nullish(),
            rates: z
              .array(z.looseObject({ currentRate: z.number(), rateFormat: z.string(), action: text }))
              .nullish(),
            domains: z.array(z.string()).nullish(),
          }),
        )
        .nullish(),
      CPC: z.looseObject({ calculatedEpc: z.number().nullish() }).nullish(),
    })
    .nullish(),
});
export type Merchant = z.output<typeof merchantSchema>;

export const comparisonSchema = z.looseObject({
  id,
  name: z.string(),
  merchant: z.looseObject({ name: text }).nullish(),
  deeplink: z.string({ error: "is missing" }),
  image: text,
  thumbnail: text,
  currency: z.string(),
  salePrice: amount,
  retailPrice: amount.nullish(),
  affiliatable: z.boolean().nullish(),
  epc: z.number().nullish(),
});

export const codesSchema = z.looseObject({
  merchant: z.looseObject({ domain: text, group_name: text, logo_url: text }).nullish(),
  coupons: z.array(z.unknown()),
});

export const couponSchema = z.looseObject({
  id,
  code: z.string().min(1, "is empty"),
  affiliated_url: z.string(),
  original_price: amount.nullish(),
  price_with_code: amount.nullish(),
  currency: z.string(),
  verified: z.boolean(),
  code_description: text,
});

export interface CodeMerchant {
  readonly name: string | null;
  readonly domain: string | null;
  readonly logo: string | null;
}

export type SovrnRecord =
  | { readonly surface: "merchant"; readonly merchant: unknown }
  | { readonly surface: "comparison"; readonly row: unknown; readonly market: SovrnLookup["market"] }
  | {
      readonly surface: "coupon";
      readonly coupon: unknown;
      readonly productUrl: string;
      readonly merchant: CodeMerchant;
    };
