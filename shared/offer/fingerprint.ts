/** What makes two states of an offer the same, and what differs between them. */
import { hash } from "node:crypto";
import type { OfferContent, OfferStatus } from "./model.ts";

/** The keys of the content, in canonical order. `satisfies` keeps the list whole. */
const CONTENT_KEYS = Object.keys({
  kind: 1,
  title: 1,
  description: 1,
  merchant: 1,
  url: 1,
  trackingUrl: 1,
  images: 1,
  price: 1,
  originalPrice: 1,
  discount: 1,
  couponCode: 1,
  restrictions: 1,
  availability: 1,
  joinStatus: 1,
  commission: 1,
  categories: 1,
  tags: 1,
  countries: 1,
  languages: 1,
  gtin: 1,
  startsAt: 1,
  endsAt: 1,
} satisfies Record<keyof OfferContent, 1>) as (keyof OfferContent)[];

/** Canonical JSON of an offer's content, as `normaliseOffer` orders it. */
export const canonicalContent = (content: OfferContent): string => JSON.stringify(content);

/** SHA-256 of the canonical content, base64url (43 characters). Covers the content only: no times of ours, no ids. */
export const fingerprintOf = (content: OfferContent): string =>
  hash("sha256", canonicalContent(content), "base64url");

/** The fields in which two contents differ, in canonical order; all that say anything when there was none before. */
export function changedFields(before: OfferContent | null, after: OfferContent): string[] {
  return CONTENT_KEYS.filter((key) =>
    before === null
      ? after[key] !== null && !(Array.isArray(after[key]) && after[key].length === 0)
      : JSON.stringify(before[key]) !== JSON.stringify(after[key]),
  );
}

/** What an offer's dates make of it at an instant, when it is neither hidden nor removed. */
export function statusByDates(
  content: OfferContent,
  now: Date,
): Extract<OfferStatus, "ACTIVE" | "SCHEDULED" | "EXPIRED"> {
  if (content.endsAt !== null && Date.parse(content.endsAt) <= now.getTime()) return "EXPIRED";
  if (content.startsAt !== null && Date.parse(content.startsAt) > now.getTime()) return "SCHEDULED";
  return "ACTIVE";
}
