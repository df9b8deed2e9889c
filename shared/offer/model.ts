/** The offer: its vocabulary, its normalised content, and what an adapter hands over before normalising. */

export const OFFER_KINDS = ["PRODUCT", "COUPON", "DEAL", "PROGRAMME"] as const;
export type OfferKind = (typeof OFFER_KINDS)[number];

export const OFFER_STATUSES = ["ACTIVE", "SCHEDULED", "EXPIRED", "REMOVED", "HIDDEN"] as const;
export type OfferStatus = (typeof OFFER_STATUSES)[number];

export const AVAILABILITIES = ["IN_STOCK", "OUT_OF_STOCK", "PREORDER", "BACKORDER", "UNKNOWN"] as const;
export type Availability = (typeof AVAILABILITIES)[number];

export const JOIN_STATUSES = ["AVAILABLE", "PENDING", "JOINED", "DECLINED", "SUSPENDED", "UNKNOWN"] as const;
export type JoinStatus = (typeof JOIN_STATUSES)[number];

export const DISCOUNT_TYPES = [
  "PERCENT",
  "AMOUNT",
  "BOGO",
  "FREE_SHIPPING",
  "GIFT",
  "CASHBACK",
  "OTHER",
] as const;
export type DiscountType = (typeof DISCOUNT_TYPES)[number];

export const COMMISSION_TYPES = ["PERCENT", "FIXED", "RANGE", "RECURRING"] as const;
export type CommissionType = (typeof COMMISSION_TYPES)[number];

export const COMMISSION_BASES = ["SALE", "LEAD", "CLICK"] as const;
export type CommissionBasis = (typeof COMMISSION_BASES)[number];

export const CHANGE_CAUSES = ["SYNC", "REMOVAL", "START", "EXPIRY", "ROLLBACK", "ADMIN"] as const;
export type ChangeCause = (typeof CHANGE_CAUSES)[number];

/** An exact amount in major units ("12.50", never "1250" cents) and its ISO 4217 code. */
export interface Money {
  readonly amount: string;
  readonly currency: string;
}

/** One real-world seller over all networks. `id` is its registrable domain, else `name:<slug>`. */
export interface Merchant {
  readonly id: string;
  readonly name: string;
  readonly domain: string | null;
}

/** `value` is percent points for PERCENT and CASHBACK without a currency, else an amount in major units. */
export interface Discount {
  readonly type: DiscountType;
  readonly value: string | null;
  readonly currency: string | null;
}

/** What the publisher earns. `min` and `max` are percent points when `currency` is null, else major units. */
export interface Commission {
  readonly type: CommissionType;
  readonly min: string | null;
  readonly max: string | null;
  readonly currency: string | null;
  readonly basis: CommissionBasis | null;
}

/**
 * What the source says about an offer, normalised: plain text, decimal strings, RFC 3339 UTC instants,
 * http(s) URLs, ISO codes. This, and nothing else, is what the fingerprint covers.
 */
export interface OfferContent {
  readonly kind: OfferKind;
  readonly title: string;
  readonly description: string | null;
  readonly merchant: Merchant | null;
  readonly url: string | null;
  readonly trackingUrl: string;
  readonly images: readonly string[];
  readonly price: Money | null;
  readonly originalPrice: Money | null;
  readonly discount: Discount | null;
  readonly couponCode: string | null;
  readonly restrictions: readonly string[];
  readonly availability: Availability;
  readonly joinStatus: JoinStatus;
  readonly commission: Commission | null;
  readonly categories: readonly string[];
  readonly tags: readonly string[];
  readonly countries: readonly string[];
  readonly languages: readonly string[];
  readonly gtin: string | null;
  readonly startsAt: string | null;
  readonly endsAt: string | null;
}

/** An amount as a network writes it. `unit` MINOR means cents (or the currency's own smallest unit). */
export interface MoneyDraft {
  readonly amount: string | number;
  readonly currency: string;
  readonly unit?: "MAJOR" | "MINOR";
}

type Loose<T> = T | null | undefined;

/**
 * What an adapter's `toOffer` returns: the network's values in the right places, not yet cleaned. Text may hold
 * HTML and entities, dates may be naive (read in the adapter's zone), lists may hold blanks and repeats.
 */
export interface OfferDraft {
  readonly sourceOfferId: string;
  readonly kind: OfferKind;
  readonly title: string;
  readonly description?: Loose<string>;
  /** `domain` may be a host or a whole URL of the seller's site. */
  readonly merchant?: Loose<{ readonly name: string; readonly domain?: Loose<string> }>;
  readonly url?: Loose<string>;
  readonly trackingUrl: string;
  readonly images?: Loose<readonly Loose<string>[]>;
  readonly price?: Loose<MoneyDraft>;
  readonly originalPrice?: Loose<MoneyDraft>;
  /** Left out, it is computed from originalPrice and price where both are known. */
  readonly discount?: Loose<{
    readonly type: DiscountType;
    readonly value?: Loose<string | number>;
    readonly currency?: Loose<string>;
  }>;
  readonly couponCode?: Loose<string>;
  readonly restrictions?: Loose<readonly Loose<string>[]>;
  readonly availability?: Loose<Availability>;
  readonly joinStatus?: Loose<JoinStatus>;
  readonly commission?: Loose<{
    readonly type: CommissionType;
    readonly min?: Loose<string | number>;
    readonly max?: Loose<string | number>;
    readonly currency?: Loose<string>;
    readonly basis?: Loose<CommissionBasis>;
  }>;
  readonly categories?: Loose<readonly Loose<string>[]>;
  readonly tags?: Loose<readonly Loose<string>[]>;
  /** ISO 3166-1 alpha-2 or alpha-3 codes; empty means no country limit. */
  readonly countries?: Loose<readonly Loose<string>[]>;
  readonly languages?: Loose<readonly Loose<string>[]>;
  readonly gtin?: Loose<string>;
  /** ISO 8601, with an offset or naive; naive values are read in the adapter's `timeZone`. */
  readonly startsAt?: Loose<string>;
  readonly endsAt?: Loose<string>;
}

/** `<sourceId>:<sourceOfferId>`, stable for ever. */
export type OfferId = `${string}:${string}`;

export const offerIdOf = (sourceId: string, sourceOfferId: string): OfferId => `${sourceId}:${sourceOfferId}`;
