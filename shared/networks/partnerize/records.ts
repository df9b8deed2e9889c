/** Partnerize's raw records. */
import * as z from "zod";

const text = z
  .string()
  .nullish()
  .transform((value) => value?.trim() || null);
const id = z.union([z.string().min(1), z.number()], { error: "is missing" }).transform(String);

export const participationSchema = z.looseObject({
  campaign_id: id,
  status: text,
  camref: text,
  vertical: text,
  // Not confirmed whether codes or objects with codes.
  promotional_countries: z.array(z.union([z.string(), z.looseObject({ iso_code: z.string() })])).nullish(),
  default_currency: text,
  icon: text,
  campaign_info: z.looseObject({
    title: z.string({ error: "is missing" }).min(1, "is empty"),
    description: text,
    destination_url: text,
    tracking_link: text,
    campaign_languages: z.record(z.string(), z.unknown()).nullish(),
  }),
});
export type Participation = z.output<typeof participationSchema>;

export const commissionsSchema = z.looseObject({
  active_commissions: z
    .array(
      z.looseObject({
        rates: z
          .array(
            z.looseObject({
              performance_model: z.string().nullish(),
              performance_value: z.union([z.string(), z.number()]).nullish(),
            }),
          )
          .nullish(),
      }),
    )
    .nullish(),
});
export type Commissions = z.output<typeof commissionsSchema>;

export const voucherSchema = z.looseObject({
  voucher_code_id: id,
  voucher_code: z.string({ error: "is missing" }).trim().min(1, "is empty"),
  description: text,
  active: text,
  start_date_time: text,
  end_date_time: text,
});

export const dealSchema = z.looseObject({
  campaign_deal_id: id,
  title: z.string({ error: "is missing" }).trim().min(1, "is empty"),
  description: text,
  terms: text,
  coupon_code: text,
  country_iso: text,
  category: text,
  offer_type: text,
  offer_value: text,
  start_date_time: text,
  end_date_time: text,
  destination: z.string({ error: "is missing" }).min(1, "is empty"),
  active: text,
});

/** What a voucher or a deal does not say of its campaign. */
export interface CampaignFacts {
  readonly title: string;
  readonly url: string | null;
  readonly link: string | null;
  readonly icon: string | null;
}

export type PartnerizeRecord =
  | {
      readonly surface: "programme";
      readonly participation: unknown;
      readonly commissions: Commissions | null;
    }
  | { readonly surface: "voucher"; readonly voucher: unknown; readonly campaign: CampaignFacts | null }
  | { readonly surface: "deal"; readonly deal: unknown; readonly campaign: CampaignFacts | null };
