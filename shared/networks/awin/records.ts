/** Awin's raw records: what fetchOffers yields and toOffer reads. */
import * as z from "zod";
import type { AwinMembership } from "./settings.ts";

const text = z.string().nullish();
const id = z
  .union([z.int(), z.string().regex(/^\d+$/)], { error: "is missing or not a whole number" })
  .transform(String);

const region = z.looseObject({ countryCode: text });

export const promotionSchema = z.looseObject({
  promotionId: id,
  type: text,
  advertiser: z.looseObject({ id: id.nullish(), name: text, joined: z.boolean().nullish() }).nullish(),
  title: text,
  description: text,
  terms: text,
  startDate: text,
  endDate: text,
  url: text,
  urlTracking: text,
  campaign: text,
  regions: z.looseObject({ all: z.boolean().nullish(), list: z.array(region).nullish() }).nullish(),
  voucher: z.looseObject({ code: text, exclusive: z.boolean().nullish() }).nullish(),
});

export const programmeSchema = z.looseObject({
  id,
  name: z.string(),
  description: text,
  displayUrl: text,
  clickThroughUrl: text,
  logoUrl: text,
  primaryRegion: region.nullish(),
  currencyCode: text,
  status: text,
  primarySector: text,
  validDomains: z.array(z.looseObject({ domain: text })).nullish(),
});
export type Programme = z.output<typeof programmeSchema>;

const range = z.looseObject({ min: z.number(), max: z.number(), type: z.string() });

export const detailsSchema = z.looseObject({
  programmeInfo: z.looseObject({ currencyCode: text, membershipStatus: text }).nullish(),
  commissionRange: z.array(range).nullish(),
});

/** What a programme pays, as `programmedetails` says it: percent points, or amounts in `currency`. */
export const termsSchema = z.object({
  ranges: z.array(z.object({ min: z.number(), max: z.number(), type: z.string() })),
  currency: z.string().nullable(),
  membership: z.string().nullable(),
});
export type ProgrammeTerms = z.output<typeof termsSchema>;

/** What the promotions call leaves out and the advertiser's programme knows. */
export interface PromotionProgramme {
  readonly name: string;
  readonly displayUrl: string | null;
  readonly logoUrl: string | null;
  readonly primarySector: string | null;
  readonly terms: ProgrammeTerms | null;
}

export interface PromotionRecord {
  readonly surface: "promotion";
  readonly promotion: unknown;
  readonly programme: PromotionProgramme | null;
}

export interface ProgrammeRecord {
  readonly surface: "programme";
  readonly programme: unknown;
  /** The list that it came in. */
  readonly membership: AwinMembership;
  readonly terms: ProgrammeTerms | null;
}

/** The feed list's row of a feed, as far as its products need it. */
export interface FeedOrigin {
  readonly advertiserId: string;
  readonly advertiserName: string;
  /** ISO 3166-1 alpha-2, null where the list's region is not one. */
  readonly country: string | null;
  /** ISO 639-1, null where the list's language is not known. */
  readonly language: string | null;
}

export interface ProductRecord {
  readonly surface: "product";
  readonly feed: FeedOrigin;
  /** One row by column name, blanks left out; or one line of an enhanced feed, nested by section. */
  readonly row: Readonly<Record<string, unknown>>;
}

export type AwinRecord = PromotionRecord | ProgrammeRecord | ProductRecord;
