/** PartnerStack's raw records, and what fetchOffers makes of them: a programme and the partnership with it. */
import * as z from "zod";

const text = z.string().nullish();

export const programSchema = z.looseObject({
  key: z.string().min(1),
  name: z.string(),
  website: text,
  category: z.array(z.string()).nullish(),
  country: text,
  description: text,
  has_sub_id: z.boolean().nullish(),
  has_sub_ids: z.boolean().nullish(),
  // The shape of an offer is not published: whatever holds a sentence is read.
  offers: z.array(z.unknown()).nullish(),
});
export type Program = z.output<typeof programSchema>;

const link = z.looseObject({ url: text });

export const partnershipSchema = z.looseObject({
  company: z.looseObject({ key: z.string().min(1), name: text }),
  has_sub_id: z.boolean().nullish(),
  // Not confirmed: clients assume "active" and "pending". Without it the programme is joined.
  status: text,
  offers: z.array(z.unknown()).nullish(),
  // Not confirmed where a partnership has its link, or whether it does: these places are looked at.
  link: link.nullish(),
  links: z.array(link).nullish(),
  url: text,
});
export type Partnership = z.output<typeof partnershipSchema>;

/** One programme: from the marketplace, from a partnership, or both. */
export interface PartnerstackRecord {
  readonly program: unknown;
  readonly partnership: unknown;
}
