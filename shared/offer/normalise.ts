/** From an adapter's draft to the one form that everything after it relies on. */
import { countryCodes, gtin14, httpUrl, languageTags, registrableDomain } from "./codes.ts";
import { instant } from "./instant.ts";
import type { Commission, Discount, Merchant, Money, OfferContent, OfferDraft } from "./model.ts";
import { compareDecimals, currencyCode, decimal, minorDigits, money, percentOff } from "./money.ts";
import { plainLine, plainList, plainText } from "./text.ts";
import { Unnormalisable } from "./unnormalisable.ts";

/** Characters, of an id bytes. */
export const LONGEST = {
  id: 512,
  title: 500,
  description: 10_000,
  label: 250,
  couponCode: 100,
  restriction: 1_000,
} as const;
export const MOST_IMAGES = 20;

export interface NormaliseContext {
  /** IANA zone of naive dates. */
  readonly timeZone: string;
  readonly now: Date;
}

/**
 * The offer id's second half, as the network gives it.
 * @throws Unnormalisable when it is empty or too long for a key
 */
export function sourceOfferId(draft: OfferDraft): string {
  const id = draft.sourceOfferId.trim();
  if (id === "") throw new Unnormalisable("it has no id");
  if (Buffer.byteLength(id) > LONGEST.id) {
    throw new Unnormalisable(`its id is longer than ${LONGEST.id} bytes ("${id.slice(0, 40)}…")`);
  }
  return id;
}

/**
 * Cleans one draft. The keys of the result always come in the same order, so that its JSON is canonical.
 * @throws Unnormalisable with the reason, for a person to read
 */
export function normaliseOffer(draft: OfferDraft, context: NormaliseContext): OfferContent {
  const title = plainLine(draft.title, LONGEST.title);
  if (title === "") throw new Unnormalisable("it has no title");
  const trackingUrl = httpUrl(draft.trackingUrl);
  if (trackingUrl === null) {
    throw new Unnormalisable(`its tracking URL "${draft.trackingUrl.slice(0, 80)}" is not an http(s) URL`);
  }
  const price = draft.price ? money(draft.price, "price") : null;
  const originalPrice = listPrice(
    draft.originalPrice ? money(draft.originalPrice, "original price") : null,
    price,
  );
  const couponCode = textOrNull(draft.couponCode, LONGEST.couponCode);
  const startsAt = instant(draft.startsAt, "start", context.timeZone, context.now);
  const endsAt = instant(draft.endsAt, "end", context.timeZone, context.now);
  if (startsAt !== null && endsAt !== null && Date.parse(endsAt) < Date.parse(startsAt)) {
    throw new Unnormalisable(`it ends (${endsAt}) before it starts (${startsAt})`);
  }
  return {
    // A coupon is an offer that needs a code: without one it is a deal, whatever the network calls it.
    kind: draft.kind === "COUPON" && couponCode === null ? "DEAL" : draft.kind,
    title,
    description: textOrNull(draft.description, LONGEST.description, plainText),
    merchant: merchant(draft.merchant),
    url: httpUrl(draft.url),
    trackingUrl,
    images: images(draft.images ?? []),
    price,
    originalPrice,
    discount: discount(draft.discount, originalPrice, price),
    couponCode,
    restrictions: plainList(draft.restrictions ?? [], LONGEST.restriction),
    availability: draft.availability ?? "UNKNOWN",
    joinStatus: draft.joinStatus ?? "UNKNOWN",
    commission: commission(draft.commission),
    categories: plainList(draft.categories ?? [], LONGEST.label),
    tags: plainList(draft.tags ?? [], LONGEST.label).sort(),
    countries: countryCodes(draft.countries ?? []),
    languages: languageTags(draft.languages ?? []),
    gtin: gtin14(draft.gtin),
    startsAt,
    endsAt,
  };
}

function textOrNull(value: string | null | undefined, limit: number, clean = plainLine): string | null {
  const text = value ? clean(value, limit) : "";
  return text === "" ? null : text;
}

function images(values: readonly (string | null | undefined)[]): string[] {
  const urls = values.map(httpUrl).filter((url) => url !== null);
  return [...new Set(urls)].slice(0, MOST_IMAGES);
}

/** The price it was reduced from; a "list price" at or below the price is no reduction and says nothing. */
export function listPrice(original: Money | null, price: Money | null): Money | null {
  if (original === null || price === null || original.currency !== price.currency) return null;
  return compareDecimals(original.amount, price.amount) > 0 ? original : null;
}

export function discount(
  draft: OfferDraft["discount"],
  original: Money | null,
  price: Money | null,
): Discount | null {
  if (draft) {
    const currency = draft.currency ? currencyCode(draft.currency) : null;
    const digits = currency === null ? 0 : minorDigits(currency);
    const value =
      draft.value === null || draft.value === undefined ? null : decimal(draft.value, digits, "discount");
    if (draft.type === "AMOUNT" && currency === null)
      throw new Unnormalisable("its discount has no currency");
    return { type: draft.type, value, currency };
  }
  if (original === null || price === null) return null;
  return { type: "PERCENT", value: percentOff(original.amount, price.amount), currency: null };
}

function commission(draft: OfferDraft["commission"]): Commission | null {
  if (!draft) return null;
  const currency = draft.currency ? currencyCode(draft.currency) : null;
  const digits = currency === null ? 0 : minorDigits(currency);
  const amount = (value: string | number | null | undefined): string | null =>
    value === null || value === undefined || value === "" ? null : decimal(value, digits, "commission");
  if (draft.type === "FIXED" && currency === null) throw new Unnormalisable("its commission has no currency");
  return {
    type: draft.type,
    min: amount(draft.min),
    max: amount(draft.max),
    currency,
    basis: draft.basis ?? null,
  };
}

/** The seller over all networks: the same domain is the same merchant; without one, the same name is. */
function merchant(draft: OfferDraft["merchant"]): Merchant | null {
  if (!draft) return null;
  const domain = registrableDomain(draft.domain);
  const name = plainLine(draft.name, LONGEST.label) || domain;
  if (!name) return null;
  const slug = name
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, "-")
    .replace(/^-|-$/g, "");
  return { id: domain ?? `name:${slug || name}`, name, domain };
}
