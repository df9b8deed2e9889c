// Written by `npm run generate` from graphql/schema.graphql and client/operations. Do not edit.
export type Maybe<T> = T | null;
export type InputMaybe<T> = T | null | undefined;
/** All built-in and custom scalars, mapped to their actual values */
export type Scalars = {
  ID: { input: string; output: string };
  String: { input: string; output: string };
  Boolean: { input: boolean; output: boolean };
  Int: { input: number; output: number };
  Float: { input: number; output: number };
  /** An RFC 3339 time with an offset or Z. */
  AWSDateTime: { input: string; output: string };
  /** An absolute URL. */
  AWSURL: { input: string; output: string };
  /** JSON, as a string of JSON both ways. */
  AWSJSON: { input: string; output: string };
};

/** What an offer is. */
export type OfferKind =
  /** Something to buy, with a price of its own. */
  | "PRODUCT"
  /** A code that is entered at the checkout. */
  | "COUPON"
  /** A reduction or promotion that needs no code. */
  | "DEAL"
  /** A merchant's affiliate programme as a whole. */
  | "PROGRAMME";

/** Where an offer stands. Dates count at the moment of reading; within a minute a version records that one has passed. */
export type OfferStatus =
  /** Listed by its source, begun and not ended. */
  | "ACTIVE"
  /** Listed, and its start lies ahead. */
  | "SCHEDULED"
  /** Its end has passed. */
  | "EXPIRED"
  /** Its source no longer lists it. */
  | "REMOVED"
  /** Taken out of public view by an admin. */
  | "HIDDEN";

/** How a commission is computed. */
export type CommissionType =
  /** A share of the sale, in percent. */
  | "PERCENT"
  /** A fixed amount of money. */
  | "FIXED"
  /** Anything between `min` and `max`, depending on what is bought. */
  | "RANGE"
  /** Paid again with every renewal. */
  | "RECURRING";

/** What a commission is paid for. */
export type CommissionBasis =
  /** A sale. */
  | "SALE"
  /** A lead, such as a registration. */
  | "LEAD"
  /** A click. */
  | "CLICK";

/** What made a version of an offer. */
export type ChangeCause =
  /** A sync run found it new or changed. */
  | "SYNC"
  /** A complete listing of its source no longer held it. */
  | "REMOVAL"
  /** Its start came, and it was SCHEDULED until then. */
  | "START"
  /** Its end passed. */
  | "EXPIRY"
  /** An admin put an earlier version back. */
  | "ROLLBACK"
  /** An admin hid it or showed it again. */
  | "ADMIN";

/** What a change means to someone who keeps a copy of the public offers. */
export type ChangeType =
  /** The offer enters the public view, for the first time or again. */
  | "CREATED"
  /** It is still there, and something about it changed; an expiry too. */
  | "UPDATED"
  /** It is out of the public view: removed or hidden. */
  | "REMOVED";

/** What a sync run is for. */
export type SyncTask =
  /** Lists the source and takes over what is new, changed or gone. */
  | "LIST"
  /** Carries out the removals that a held run found. */
  | "RELEASE"
  /** Removes the offers of a source that is being removed. */
  | "RETIRE"
  /** Takes the source's offers back to what they were. */
  | "ROLLBACK";

/** What a sync run asks its source for. */
export type SyncMode =
  /** What changed since the last complete run, where the network can tell; else everything. */
  | "INCREMENTAL"
  /** Everything. */
  | "FULL";

/** How a sync run stands. */
export type SyncStatus =
  /** Under way. */
  | "RUNNING"
  /** Ended as it should. */
  | "SUCCEEDED"
  /** Ended by an error; `message` says which. */
  | "FAILED"
  /** Ended, but it would remove so many offers that an admin must release it. */
  | "HELD"
  /** Stopped by an admin. */
  | "CANCELLED";

/** What a run saw of its source. Only COMPLETE may remove offers. */
export type SyncCoverage =
  /** Every offer the source has. */
  | "COMPLETE"
  /** A part of them. */
  | "PARTIAL"
  /** As many as the network shows, which is not all. */
  | "CAPPED"
  /** The source itself has not moved since it was last read. */
  | "STALE";

/** How a source is doing. */
export type SourceHealth =
  /** Its last run succeeded, and no test has failed since. */
  | "HEALTHY"
  /** Its last run was held, or saw a part of it only; or it failed, and a test has passed since. */
  | "DEGRADED"
  /** Its last run failed, or a test that was made since. */
  | "FAILING"
  /** Its last success is older than its schedule allows, or its feed does not change any more. */
  | "STALE"
  /** Switched off. */
  | "DISABLED";

/** How far an adapter is proven. */
export type NetworkMaturity =
  /** Against its published contract only. */
  | "CONTRACT"
  /** Against recorded exchanges. */
  | "RECORDED"
  /** Against the live network. */
  | "LIVE";

/** How the publisher stands with an offer's programme. */
export type JoinStatus =
  /** Open to be joined. */
  | "AVAILABLE"
  /** Asked for, not answered yet. */
  | "PENDING"
  /** Joined: its links pay. */
  | "JOINED"
  /** Refused by the merchant. */
  | "DECLINED"
  /** Joined once, suspended now. */
  | "SUSPENDED"
  /** The network does not say. */
  | "UNKNOWN";

/** What a discount gives. */
export type DiscountType =
  /** Percent off. */
  | "PERCENT"
  /** An amount of money off. */
  | "AMOUNT"
  /** One free with another bought. */
  | "BOGO"
  /** No shipping cost. */
  | "FREE_SHIPPING"
  /** A gift with the purchase. */
  | "GIFT"
  /** Money back afterwards. */
  | "CASHBACK"
  /** Something else. */
  | "OTHER";

/** Whether a product can be bought. */
export type Availability =
  /** In stock. */
  | "IN_STOCK"
  /** Sold out. */
  | "OUT_OF_STOCK"
  /** Not published yet, can be ordered. */
  | "PREORDER"
  /** Out of stock for now, can be ordered. */
  | "BACKORDER"
  /** The source does not say. */
  | "UNKNOWN";

/** How a list of offers is ordered. Offers without the value come last; equals are ordered by id. */
export type OfferOrder =
  /** Last changed first. */
  | "LATEST"
  /** By a score of discount, commission, coupon, joined programme, completeness, stock and freshness. */
  | "TOP"
  /** Nearest end first. */
  | "ENDING_SOON"
  /** Lowest price first, whatever the currency: filter by `currency` to compare. */
  | "PRICE_ASC"
  /** Highest price first, whatever the currency: filter by `currency` to compare. */
  | "PRICE_DESC"
  /** Highest percent off first. */
  | "DISCOUNT_DESC"
  /** Highest commission percent first. */
  | "COMMISSION_DESC"
  /** Best match of the filter's `text` first; needs a text, and ends after the best 1,000. */
  | "RELEVANCE"
  /** By id, in which no change moves an offer: for reading all of them. `after` takes an offer's id too. */
  | "ID";

/** An exact amount of money. */
export type Money = {
  /** A decimal in major units, such as 12.50. */
  readonly amount: Scalars["String"]["output"];
  /** ISO 4217 code. */
  readonly currency: Scalars["String"]["output"];
};

/** One real-world seller over all networks. */
export type Merchant = {
  /** Its registrable domain, else a slug of its name. */
  readonly id: Scalars["ID"]["output"];
  /** Its name, as the network writes it. */
  readonly name: Scalars["String"]["output"];
  /** Its registrable domain, where known. */
  readonly domain: Maybe<Scalars["String"]["output"]>;
};

/** What a buyer saves. */
export type Discount = {
  /** What kind of discount it is. */
  readonly type: DiscountType;
  /** Percent points without a currency, else an amount in major units. */
  readonly value: Maybe<Scalars["String"]["output"]>;
  /** ISO 4217 code when `value` is an amount of money. */
  readonly currency: Maybe<Scalars["String"]["output"]>;
};

/** What the publisher earns. */
export type Commission = {
  /** How it is computed. */
  readonly type: CommissionType;
  /** The least: percent points without a currency, else an amount in major units. */
  readonly min: Maybe<Scalars["String"]["output"]>;
  /** The most, where it is a range. */
  readonly max: Maybe<Scalars["String"]["output"]>;
  /** ISO 4217 code when it is an amount of money. */
  readonly currency: Maybe<Scalars["String"]["output"]>;
  /** What it is paid for. */
  readonly basis: Maybe<CommissionBasis>;
};

/** An offer of an affiliate network, normalised. */
export type Offer = {
  /** `<sourceId>:<sourceOfferId>`, stable for ever. */
  readonly id: Scalars["ID"]["output"];
  /** The source that lists it. */
  readonly sourceId: Scalars["ID"]["output"];
  /** The source that lists it; null when that was removed. Null inside a subscription on AppSync. */
  readonly source: Maybe<Source>;
  /** The network of that source. */
  readonly networkId: Scalars["ID"]["output"];
  /** The network's own id of it. */
  readonly sourceOfferId: Scalars["String"]["output"];
  /** What it is. */
  readonly kind: OfferKind;
  /** Where it stands now. */
  readonly status: OfferStatus;
  /** Plain text on one line. */
  readonly title: Scalars["String"]["output"];
  /** Plain text. */
  readonly description: Maybe<Scalars["String"]["output"]>;
  /** Who sells it. */
  readonly merchant: Maybe<Merchant>;
  /** Its page at the merchant, without tracking. */
  readonly url: Maybe<Scalars["AWSURL"]["output"]>;
  /** The affiliate link: what a visitor follows. */
  readonly trackingUrl: Scalars["AWSURL"]["output"];
  /** Pictures, the best first. */
  readonly images: ReadonlyArray<Scalars["AWSURL"]["output"]>;
  /** What it costs now. */
  readonly price: Maybe<Money>;
  /** What it cost before. */
  readonly originalPrice: Maybe<Money>;
  /** What a buyer saves. */
  readonly discount: Maybe<Discount>;
  /** What to enter at the checkout. */
  readonly couponCode: Maybe<Scalars["String"]["output"]>;
  /** Conditions, such as minimum spend 50 EUR or new customers only. */
  readonly restrictions: ReadonlyArray<Scalars["String"]["output"]>;
  /** Whether it can be bought. */
  readonly availability: Availability;
  /** How the publisher stands with this offer's programme. */
  readonly joinStatus: JoinStatus;
  /** What the publisher earns. */
  readonly commission: Maybe<Commission>;
  /** Categories as the source names them, often paths. */
  readonly categories: ReadonlyArray<Scalars["String"]["output"]>;
  /** Free words of the source. */
  readonly tags: ReadonlyArray<Scalars["String"]["output"]>;
  /** ISO 3166-1 alpha-2 codes; empty means no country limit. */
  readonly countries: ReadonlyArray<Scalars["String"]["output"]>;
  /** BCP 47 tags; empty means not known. */
  readonly languages: ReadonlyArray<Scalars["String"]["output"]>;
  /** Global trade item number, where known. */
  readonly gtin: Maybe<Scalars["String"]["output"]>;
  /** When it begins; null when not known. */
  readonly startsAt: Maybe<Scalars["AWSDateTime"]["output"]>;
  /** When it ends; null when not known. */
  readonly endsAt: Maybe<Scalars["AWSDateTime"]["output"]>;
  /** Counts upwards from 1 with every change. */
  readonly version: Scalars["Int"]["output"];
  /** When it was first found. */
  readonly firstSeenAt: Scalars["AWSDateTime"]["output"];
  /** When this version was made. */
  readonly changedAt: Scalars["AWSDateTime"]["output"];
  /** The last complete listing of its source that held it. Derived: an unchanged offer costs no write. */
  readonly lastSeenAt: Maybe<Scalars["AWSDateTime"]["output"]>;
  /** When its link was last checked and still paid; null until then. */
  readonly lastVerifiedAt: Maybe<Scalars["AWSDateTime"]["output"]>;
  /** True: from a network sandbox, not from the network. */
  readonly sandbox: Scalars["Boolean"]["output"];
  /** The sentence that its network's terms want beside it; null where they want none. */
  readonly disclosure: Maybe<Scalars["String"]["output"]>;
  /** The fields whose values editors have put in the place of the source's. Empty for none. */
  readonly overriddenFields: ReadonlyArray<Scalars["String"]["output"]>;
  /**
   * What it cost and paid over time, newest first: a point for each change of price, original price or commission, and for
   * each time at which it began or ceased to be offered. Null inside a subscription's payload.
   */
  readonly priceHistory: Maybe<PricePointConnection>;
  /**
   * The lowest price at which it was sold in the 30 days before its current price took effect, which the EU's "Omnibus" rule
   * (Directive 98/6/EC, article 6a) wants beside an announced reduction. Null where there is none: it never had another
   * price, was not sold in that time, or its network's terms keep old prices from being shown. Null inside a subscription's
   * payload.
   */
  readonly lowestPrice30Days: Maybe<LowestPrice>;
  /** Its versions, newest first. Null inside a subscription's payload. */
  readonly versions: Maybe<OfferVersionConnection>;
};

/** An offer of an affiliate network, normalised. */
export type OfferPriceHistoryArgs = {
  first?: InputMaybe<Scalars["Int"]["input"]>;
  after: InputMaybe<Scalars["String"]["input"]>;
};

/** An offer of an affiliate network, normalised. */
export type OfferVersionsArgs = {
  first?: InputMaybe<Scalars["Int"]["input"]>;
  after: InputMaybe<Scalars["String"]["input"]>;
};

/** What an offer cost and paid from a moment on. */
export type PricePoint = {
  /** When it began to hold. */
  readonly at: Scalars["AWSDateTime"]["output"];
  /** When the next point began; null: it holds still. */
  readonly until: Maybe<Scalars["AWSDateTime"]["output"]>;
  /** The version that began it. */
  readonly version: Scalars["Int"]["output"];
  /** What it cost. */
  readonly price: Maybe<Money>;
  /** What it was said to have cost before. */
  readonly originalPrice: Maybe<Money>;
  /** What the publisher earned. */
  readonly commission: Maybe<Commission>;
  /** False: its source did not list it then, or its dates had not begun or had ended. */
  readonly offered: Scalars["Boolean"]["output"];
};

/** A page of an offer's prices over time. */
export type PricePointConnection = {
  /** The points, newest first. A page may be empty and have a next one, when many versions changed other things. */
  readonly nodes: ReadonlyArray<PricePoint>;
  /** Where the page ends. */
  readonly pageInfo: PageInfo;
};

/** The price that a reduction is measured by. */
export type LowestPrice = {
  /** A decimal in major units, such as 12.50. */
  readonly amount: Scalars["String"]["output"];
  /** ISO 4217 code: that of the current price. Prices in other currencies are not compared. */
  readonly currency: Scalars["String"]["output"];
  /** Where the 30 days begin. */
  readonly from: Scalars["AWSDateTime"]["output"];
  /** Where they end: when the current price took effect. */
  readonly until: Scalars["AWSDateTime"]["output"];
  /** The newest version that had this price in that time. */
  readonly version: Scalars["Int"]["output"];
  /** False: the offer has been known for a part of these 30 days only. */
  readonly complete: Scalars["Boolean"]["output"];
};

/** One version of an offer, and who or what made it. */
export type OfferVersion = {
  /** Counts upwards from 1. */
  readonly version: Scalars["Int"]["output"];
  /** What made it. */
  readonly cause: ChangeCause;
  /** Which admin made it, if one did. */
  readonly author: Maybe<Scalars["String"]["output"]>;
  /** Which sync run made it, if one did. */
  readonly runId: Maybe<Scalars["ID"]["output"]>;
  /** When it was made. */
  readonly changedAt: Scalars["AWSDateTime"]["output"];
  /** The fields that differ from the version before. */
  readonly changedFields: ReadonlyArray<Scalars["String"]["output"]>;
  /** The offer as it was at this version. */
  readonly offer: Offer;
};

/** Where a page ends. */
export type PageInfo = {
  /** True: there is another page. */
  readonly hasNextPage: Scalars["Boolean"]["output"];
  /** Give it as `after` to get the next page; null for an empty page. */
  readonly endCursor: Maybe<Scalars["String"]["output"]>;
};

/** An offer in a list. */
export type OfferEdge = {
  /** Gives the offers after this one as `after`. */
  readonly cursor: Scalars["String"]["output"];
  /** The offer. */
  readonly node: Offer;
};

/** A page of offers. */
export type OfferConnection = {
  /** The offers, each with its cursor. */
  readonly edges: ReadonlyArray<OfferEdge>;
  /** The offers alone. */
  readonly nodes: ReadonlyArray<Offer>;
  /** Where the page ends. */
  readonly pageInfo: PageInfo;
  /** How many offers pass the filter in all. Counted only when asked for. */
  readonly totalCount: Scalars["Int"]["output"];
  /**
   * What `text` was also searched for, where a word of it is on no offer and another resembles it; null where it was
   * searched for as it was typed.
   */
  readonly correctedText: Maybe<Scalars["String"]["output"]>;
};

/** A page of the change log. */
export type OfferChangeConnection = {
  /** Changes in the order they were committed. */
  readonly nodes: ReadonlyArray<OfferChange>;
  /** Give it as `since` to go on from here, now or in a month. Always there. */
  readonly cursor: Scalars["String"]["output"];
  /** True: there is more already. A page may be empty and still say so, when the filter passes little. */
  readonly hasMore: Scalars["Boolean"]["output"];
  /**
   * What `text` was also searched for, where a word of it is on no offer and another resembles it; null where it was
   * searched for as it was typed.
   */
  readonly correctedText: Maybe<Scalars["String"]["output"]>;
};

/** A version in a list. */
export type OfferVersionEdge = {
  /** Gives the versions after this one as `after`. */
  readonly cursor: Scalars["String"]["output"];
  /** The version. */
  readonly node: OfferVersion;
};

/** A page of an offer's versions. */
export type OfferVersionConnection = {
  /** The versions, each with its cursor. */
  readonly edges: ReadonlyArray<OfferVersionEdge>;
  /** The versions alone, newest first. */
  readonly nodes: ReadonlyArray<OfferVersion>;
  /** Where the page ends. */
  readonly pageInfo: PageInfo;
};

/** A sync run in a list. */
export type SyncRunEdge = {
  /** Gives the runs after this one as `after`. */
  readonly cursor: Scalars["String"]["output"];
  /** The run. */
  readonly node: SyncRun;
};

/** A page of sync runs. */
export type SyncRunConnection = {
  /** The runs, each with its cursor. */
  readonly edges: ReadonlyArray<SyncRunEdge>;
  /** The runs alone, newest first. */
  readonly nodes: ReadonlyArray<SyncRun>;
  /** Where the page ends. */
  readonly pageInfo: PageInfo;
};

/** A value that offers have, and how many of them do. */
export type FacetValue = {
  /** As the filter takes it: an id, a code, a category's name, `true` or `false`. */
  readonly value: Scalars["String"]["output"];
  /** What people call it; of a category or merchant as a source writes it. */
  readonly label: Scalars["String"]["output"];
  /** How many offers have it: the `totalCount` of `offers` with this value in place of what the filter asks of this facet. */
  readonly count: Scalars["Int"]["output"];
  /** How many of them come from a network sandbox. */
  readonly sandboxCount: Scalars["Int"]["output"];
};

/** A range of prices in one currency, and how many offers are priced within it. */
export type PriceFacetValue = {
  /** The currency and where the band begins, such as `EUR 20`. */
  readonly value: Scalars["String"]["output"];
  /** What people call it, such as `20 – 49.99 EUR`. */
  readonly label: Scalars["String"]["output"];
  /** How many offers are priced within it. */
  readonly count: Scalars["Int"]["output"];
  /** How many of them come from a network sandbox. */
  readonly sandboxCount: Scalars["Int"]["output"];
  /** ISO 4217 code: the filter's `currency`. */
  readonly currency: Scalars["String"]["output"];
  /** Where it begins: the filter's `minPrice`. */
  readonly minPrice: Scalars["String"]["output"];
  /** The largest amount in it: the filter's `maxPrice`. Null: it has no end. */
  readonly maxPrice: Maybe<Scalars["String"]["output"]>;
};

/**
 * How many of the offers that pass a filter have which values, the largest first. Each facet is counted without what the
 * filter asks of it itself, so that its other values stay in sight, and only when it is selected.
 */
export type OfferFacets = {
  /** By network; counted without the filter's `networkIds`. */
  readonly networks: ReadonlyArray<FacetValue>;
  /** By source; counted without the filter's `sourceIds`. */
  readonly sources: ReadonlyArray<FacetValue>;
  /** By kind; counted without the filter's `kinds`. */
  readonly kinds: ReadonlyArray<FacetValue>;
  /** By merchant; counted without the filter's `merchantIds`. */
  readonly merchants: ReadonlyArray<FacetValue>;
  /** By category, whole names and each part of a path; counted without the filter's `category`. */
  readonly categories: ReadonlyArray<FacetValue>;
  /** By country; counted without the filter's `country`. Offers with no country limit count for each, and alone as `*`. */
  readonly countries: ReadonlyArray<FacetValue>;
  /** By language, `en-gb` as itself and as `en`; counted without the filter's `language`. */
  readonly languages: ReadonlyArray<FacetValue>;
  /** With (`true`) and without (`false`) a coupon code; counted without the filter's `hasCoupon`. */
  readonly coupons: ReadonlyArray<FacetValue>;
  /** By price, in bands of each currency; counted without the filter's `currency`, `minPrice` and `maxPrice`. */
  readonly prices: ReadonlyArray<PriceFacetValue>;
  /** False: so many offers are in question that only the first 200,000 found were counted. */
  readonly exact: Scalars["Boolean"]["output"];
  /**
   * What `text` was also searched for, where a word of it is on no offer and another resembles it; null where it was
   * searched for as it was typed.
   */
  readonly correctedText: Maybe<Scalars["String"]["output"]>;
};

/** How many offers there are of a kind. */
export type OfferKindCount = {
  /** The kind. */
  readonly kind: OfferKind;
  /** How many. */
  readonly count: Scalars["Int"]["output"];
};

/** A merchant who has active offers, and how many. */
export type MerchantSummary = {
  /** Its registrable domain, else a slug of its name: the filter's `merchantIds`. */
  readonly id: Scalars["ID"]["output"];
  /** Its name, as a source writes it. */
  readonly name: Scalars["String"]["output"];
  /** Its registrable domain, where known. */
  readonly domain: Maybe<Scalars["String"]["output"]>;
  /** How many active offers it has. */
  readonly offerCount: Scalars["Int"]["output"];
  /** How many of them come from a network sandbox. */
  readonly sandboxOfferCount: Scalars["Int"]["output"];
  /** How many of each kind; a kind of which there is none is left out. */
  readonly offersByKind: ReadonlyArray<OfferKindCount>;
};

/** A merchant in a list. */
export type MerchantEdge = {
  /** Gives the merchants after this one as `after`. */
  readonly cursor: Scalars["String"]["output"];
  /** The merchant. */
  readonly node: MerchantSummary;
};

/** A page of merchants. */
export type MerchantConnection = {
  /** The merchants, each with its cursor. */
  readonly edges: ReadonlyArray<MerchantEdge>;
  /** The merchants alone. */
  readonly nodes: ReadonlyArray<MerchantSummary>;
  /** Where the page ends. */
  readonly pageInfo: PageInfo;
  /** How many merchants are found in all. Counted only when asked for. */
  readonly totalCount: Scalars["Int"]["output"];
};

/** What a suggestion stands for. */
export type SuggestionKind =
  /** A merchant: its `id` is for the filter's `merchantIds`. */
  | "MERCHANT"
  /** A category: its `id` is for the filter's `category`. */
  | "CATEGORY"
  /** An offer, by its title. */
  | "OFFER";

/** What somebody who types may mean. */
export type Suggestion = {
  /** What it stands for. */
  readonly kind: SuggestionKind;
  /** The id of the merchant or offer; of a category what the filter's `category` takes. */
  readonly id: Scalars["ID"]["output"];
  /** What to show: the name or title, as a source writes it. */
  readonly text: Scalars["String"]["output"];
  /** True: it does not begin with what was typed, and only resembles it, as after a typing mistake. */
  readonly close: Scalars["Boolean"]["output"];
  /** True: the offer comes from a network sandbox; of a merchant or category, the offer by which it was found. */
  readonly sandbox: Scalars["Boolean"]["output"];
};

/** Which offers to list. Every field that is given must hold. */
export type OfferFilter = {
  /**
   * Words in title, description, merchant, categories or tags, in any script; the last one may be begun only. A word that
   * is on no offer is also searched for as the one it resembles. At most 200 characters and 12 words.
   */
  readonly text?: InputMaybe<Scalars["String"]["input"]>;
  /** Of one of these networks. */
  readonly networkIds?: InputMaybe<ReadonlyArray<Scalars["ID"]["input"]>>;
  /** Of one of these sources. */
  readonly sourceIds?: InputMaybe<ReadonlyArray<Scalars["ID"]["input"]>>;
  /** Of one of these kinds. */
  readonly kinds?: InputMaybe<ReadonlyArray<OfferKind>>;
  /** Of one of these statuses. Lists default to ACTIVE, other statuses need the scope offers:curate; changes default to all. */
  readonly statuses?: InputMaybe<ReadonlyArray<OfferStatus>>;
  /** Of one of these merchants. */
  readonly merchantIds?: InputMaybe<ReadonlyArray<Scalars["ID"]["input"]>>;
  /** In this category: its whole name or one part of its path, whatever its case. */
  readonly category?: InputMaybe<Scalars["String"]["input"]>;
  /** With this tag, whatever its case. */
  readonly tag?: InputMaybe<Scalars["String"]["input"]>;
  /** For this country (ISO 3166-1 alpha-2), and with no country limit. */
  readonly country?: InputMaybe<Scalars["String"]["input"]>;
  /** In this language (BCP 47); `en` takes `en-GB` too. */
  readonly language?: InputMaybe<Scalars["String"]["input"]>;
  /** True: with a coupon code. False: without. */
  readonly hasCoupon?: InputMaybe<Scalars["Boolean"]["input"]>;
  /** True: of joined programmes only. */
  readonly joinedOnly?: InputMaybe<Scalars["Boolean"]["input"]>;
  /** At least so many percent off, as stated or from the two prices. */
  readonly minDiscountPercent?: InputMaybe<Scalars["Float"]["input"]>;
  /** A price of at least this decimal, compared in each offer's own currency: give `currency` too to mean one. */
  readonly minPrice?: InputMaybe<Scalars["String"]["input"]>;
  /** A price of at most this decimal, compared in each offer's own currency: give `currency` too to mean one. */
  readonly maxPrice?: InputMaybe<Scalars["String"]["input"]>;
  /** Priced in this currency (ISO 4217). */
  readonly currency?: InputMaybe<Scalars["String"]["input"]>;
  /** A commission of at least so many percent; a range counts with its lower end. */
  readonly minCommissionPercent?: InputMaybe<Scalars["Float"]["input"]>;
  /** With a known end before this time. */
  readonly endsBefore?: InputMaybe<Scalars["AWSDateTime"]["input"]>;
  /** Changed at this time or later. */
  readonly changedSince?: InputMaybe<Scalars["AWSDateTime"]["input"]>;
};

/** One field of a network's credentials. */
export type CredentialField = {
  /** Its key in the credentials' JSON. */
  readonly name: Scalars["String"]["output"];
  /** What to call it before a person. */
  readonly label: Scalars["String"]["output"];
  /** True: hide it while it is typed. */
  readonly secret: Scalars["Boolean"]["output"];
  /** True: a sync cannot do without. */
  readonly required: Scalars["Boolean"]["output"];
  /** Where it is found on the network's site. */
  readonly help: Maybe<Scalars["String"]["output"]>;
};

/** An affiliate network that offers can come from. */
export type Network = {
  /** Slug. */
  readonly id: Scalars["ID"]["output"];
  /** Its name. */
  readonly name: Scalars["String"]["output"];
  /** Its API's documentation. */
  readonly docsUrl: Maybe<Scalars["AWSURL"]["output"]>;
  /** The credentials a source on it needs. */
  readonly credentialFields: ReadonlyArray<CredentialField>;
  /** JSON Schema of a source's settings. */
  readonly settingsSchema: Scalars["AWSJSON"]["output"];
  /** The schedule of a source that has none of its own: an EventBridge Scheduler expression. */
  readonly defaultSchedule: Scalars["String"]["output"];
  /** How far its adapter is proven. */
  readonly maturity: NetworkMaturity;
  /** What would raise the maturity. */
  readonly maturityNote: Scalars["String"]["output"];
  /** What its adapter brings. */
  readonly capabilities: NetworkCapabilities;
  /** What its terms allow to be shown. Every query keeps to it. */
  readonly policy: DisplayPolicy;
  /** Null while the network is alive. */
  readonly retired: Maybe<NetworkRetirement>;
};

/** What a network's adapter brings. */
export type NetworkCapabilities = {
  /** Products with prices. */
  readonly products: Scalars["Boolean"]["output"];
  /** Offers with a code. */
  readonly coupons: Scalars["Boolean"]["output"];
  /** Promotions without a code. */
  readonly deals: Scalars["Boolean"]["output"];
  /** Programmes that can be joined. */
  readonly programmes: Scalars["Boolean"]["output"];
  /** What the publisher earns. */
  readonly commission: Scalars["Boolean"]["output"];
  /** Whether an incremental run asks for less than a full one. */
  readonly incremental: Scalars["Boolean"]["output"];
  /** The network's own name of the sub-id; null where its links carry none. */
  readonly subId: Maybe<Scalars["String"]["output"]>;
};

/** What a network's terms allow to be shown, and for how long. */
export type DisplayPolicy = {
  /** Hours for which an offer is shown without having been refreshed; null for no limit. */
  readonly maxAgeHours: Maybe<Scalars["Int"]["output"]>;
  /** Fields of an offer that are never shown. */
  readonly withheldFields: ReadonlyArray<Scalars["String"]["output"]>;
  /** The sentence to be shown beside the network's offers; null where none is asked for. */
  readonly disclosure: Maybe<Scalars["String"]["output"]>;
  /** The fields whose values editors have put in the place of the source's. Empty for none. */
  readonly overriddenFields: ReadonlyArray<Scalars["String"]["output"]>;
  /** Where the rules stand. */
  readonly source: Scalars["String"]["output"];
};

/** A network that has closed. */
export type NetworkRetirement = {
  /** The day it closed, YYYY-MM-DD. */
  readonly at: Scalars["String"]["output"];
  /** The id of the network that took its place. */
  readonly replacedBy: Maybe<Scalars["ID"]["output"]>;
  /** What happened, and what to do. */
  readonly message: Scalars["String"]["output"];
};

/** How a test of a source ended. */
export type SourceTestOutcome =
  /** The network took the credentials, and offers could be read. */
  | "PASSED"
  /** It did not, or they could not; the message says what to do. */
  | "FAILED"
  /** Nothing was found out, such as for want of quota: the health stays as it is. */
  | "INCONCLUSIVE";

/** A test of a source: its credentials, and the first page of its listing. It stores no offer. */
export type SourceTest = {
  /** How it ended. */
  readonly outcome: SourceTestOutcome;
  /** For people: what was found, and what to do. */
  readonly message: Scalars["String"]["output"];
  /** When it began. */
  readonly at: Scalars["AWSDateTime"]["output"];
  /** How long it took, in milliseconds. */
  readonly ms: Scalars["Int"]["output"];
  /** How many offers were read from the first page. */
  readonly offers: Scalars["Int"]["output"];
  /** How many records of the first page could not be read. */
  readonly rejected: Scalars["Int"]["output"];
};

/** How a source is doing, why, and what to do. */
export type SourceHealthReport = {
  /** How it is doing. */
  readonly state: SourceHealth;
  /** For people: why, and what to do. */
  readonly reason: Scalars["String"]["output"];
  /** Since when it is in this state. */
  readonly since: Scalars["AWSDateTime"]["output"];
  /** When the hourly check last judged it; null before the first. */
  readonly checkedAt: Maybe<Scalars["AWSDateTime"]["output"]>;
  /** Its last test; each enabled source is tested once a day. Null before the first. */
  readonly lastTest: Maybe<SourceTest>;
  /** Seconds that its last success may be old; 2147483647 where it is never too old. */
  readonly staleAfterSeconds: Scalars["Int"]["output"];
  /** Hours that its last success may be old, where somebody set them; null: three of its schedule's intervals. */
  readonly staleAfterHours: Maybe<Scalars["Int"]["output"]>;
  /** Days without a change after which its feed counts as frozen, where somebody set them, 0 for never; null: what its size says. */
  readonly frozenAfterDays: Maybe<Scalars["Int"]["output"]>;
  /** True: no listing of it is ever complete, and that is as it should be. */
  readonly partialAllowed: Scalars["Boolean"]["output"];
};

/** One configured account or feed on a network. */
export type Source = {
  /** Slug; the first part of its offers' ids. */
  readonly id: Scalars["ID"]["output"];
  /** The network it is on. */
  readonly networkId: Scalars["ID"]["output"];
  /** What people call it. */
  readonly name: Scalars["String"]["output"];
  /** False: it is not synced. */
  readonly enabled: Scalars["Boolean"]["output"];
  /** When it is synced: an EventBridge Scheduler expression. */
  readonly schedule: Scalars["String"]["output"];
  /** Its settings; no secrets. */
  readonly settings: Scalars["AWSJSON"]["output"];
  /** True: credentials are stored. They cannot be read back. */
  readonly hasCredentials: Scalars["Boolean"]["output"];
  /** True: served by a network sandbox, and so is everything from it. */
  readonly sandbox: Scalars["Boolean"]["output"];
  /** How many offers it has that are not removed. */
  readonly offerCount: Scalars["Int"]["output"];
  /** How it is doing. */
  readonly health: SourceHealth;
  /** How it is doing, with the reason, its last test and its limits. */
  readonly healthReport: SourceHealthReport;
  /** Seconds since its last complete listing began; null before the first. */
  readonly lagSeconds: Maybe<Scalars["Int"]["output"]>;
  /** When it is synced next; null when it is disabled. */
  readonly nextRunAt: Maybe<Scalars["AWSDateTime"]["output"]>;
  /** Its newest run. */
  readonly lastRun: Maybe<SyncRun>;
  /** Its runs, newest first. */
  readonly runs: SyncRunConnection;
};

/** One configured account or feed on a network. */
export type SourceRunsArgs = {
  first?: InputMaybe<Scalars["Int"]["input"]>;
  after: InputMaybe<Scalars["String"]["input"]>;
};

/** One sync of a source. */
export type SyncRun = {
  /** `<sourceId>:<ulid>`. */
  readonly id: Scalars["ID"]["output"];
  /** The source. */
  readonly sourceId: Scalars["ID"]["output"];
  /** What it is for. */
  readonly task: SyncTask;
  /** True: it counts what it would do, and does nothing. */
  readonly dryRun: Scalars["Boolean"]["output"];
  /** What it asked for. */
  readonly mode: SyncMode;
  /** How it stands. */
  readonly status: SyncStatus;
  /** What it saw of the source; null while it runs. */
  readonly coverage: Maybe<SyncCoverage>;
  /** When it began. */
  readonly startedAt: Scalars["AWSDateTime"]["output"];
  /** When it ended; null while it runs. */
  readonly finishedAt: Maybe<Scalars["AWSDateTime"]["output"]>;
  /** Records that the network sent. */
  readonly fetched: Scalars["Int"]["output"];
  /** Offers written for the first time. */
  readonly created: Scalars["Int"]["output"];
  /** Offers written because they changed. */
  readonly changed: Scalars["Int"]["output"];
  /** Offers found as they were. */
  readonly unchanged: Scalars["Int"]["output"];
  /** Offers removed because they were gone. */
  readonly removed: Scalars["Int"]["output"];
  /** Records that could not be read as offers. */
  readonly rejected: Scalars["Int"]["output"];
  /** Requests to the network that were repeated. */
  readonly retries: Scalars["Int"]["output"];
  /** How often it went on in a fresh invocation, since its time was up or the one before it died. */
  readonly resumes: Scalars["Int"]["output"];
  /** What to know about how it ended. */
  readonly message: Maybe<Scalars["String"]["output"]>;
};

/** The feed in numbers. */
export type FeedStats = {
  /** Offers that are active now. */
  readonly active: Scalars["Int"]["output"];
  /** Offers whose end has passed. */
  readonly expired: Scalars["Int"]["output"];
  /** Offers that their sources no longer list. */
  readonly removed: Scalars["Int"]["output"];
  /** Offers that admins hid. */
  readonly hidden: Scalars["Int"]["output"];
  /** Configured sources. */
  readonly sources: Scalars["Int"]["output"];
  /** Enabled sources whose last run failed. */
  readonly failingSources: Scalars["Int"]["output"];
  /** When a sync last ended well. */
  readonly lastSyncAt: Maybe<Scalars["AWSDateTime"]["output"]>;
};

/** What offers give and pay on average. */
export type Averages = {
  /** Percent off, over the active offers that have a discount; null where none has. */
  readonly discountPercent: Maybe<Scalars["Float"]["output"]>;
  /** Commission in percent, over the active offers whose commission is a percentage; a range counts with its lower end. */
  readonly commissionPercent: Maybe<Scalars["Float"]["output"]>;
  /** False: so many offers are active that only the first 200,000 found were read. */
  readonly exact: Scalars["Boolean"]["output"];
};

/** How many changes a day brought. */
export type DayOfChanges = {
  /** The day in UTC, YYYY-MM-DD. */
  readonly day: Scalars["String"]["output"];
  /** Offers that entered the public view. */
  readonly created: Scalars["Int"]["output"];
  /** Changes of offers in it. */
  readonly updated: Scalars["Int"]["output"];
  /** Offers that left it. */
  readonly removed: Scalars["Int"]["output"];
};

/** How fresh a source's offers are. */
export type SourceFreshness = {
  /** The source. */
  readonly sourceId: Scalars["ID"]["output"];
  /** The network it is on. */
  readonly networkId: Scalars["ID"]["output"];
  /** What people call it. */
  readonly name: Scalars["String"]["output"];
  /** True: served by a network sandbox. */
  readonly sandbox: Scalars["Boolean"]["output"];
  /** How it is doing. */
  readonly health: SourceHealth;
  /** When its last complete listing began; null before the first. */
  readonly lastCompleteAt: Maybe<Scalars["AWSDateTime"]["output"]>;
  /** Seconds since then. */
  readonly lagSeconds: Maybe<Scalars["Int"]["output"]>;
  /** Seconds that its last success may be old; 2147483647 where it is never too old. */
  readonly staleAfterSeconds: Scalars["Int"]["output"];
};

/** The feed at a glance. Each field is counted only when it is selected. */
export type AnalyticsSummary = {
  /** Active offers by network, kind, country, merchant and so on, the largest first. */
  readonly offers: OfferFacets;
  /** Average discount and commission of the active offers. */
  readonly averages: Averages;
  /** The last 30 days, today included, the first one first. Where they had more than 500,000 changes, the list begins later. */
  readonly changesPerDay: ReadonlyArray<DayOfChanges>;
  /** How fresh each source's offers are. */
  readonly freshness: ReadonlyArray<SourceFreshness>;
};

/** One change of one offer. */
export type OfferChange = {
  /** What it means to someone who keeps a copy. */
  readonly type: ChangeType;
  /** The offer as the change left it; of a removal, as it was last. */
  readonly offer: Offer;
  /** The offer's id. */
  readonly offerId: Scalars["ID"]["output"];
  /** The offer's network. */
  readonly networkId: Scalars["ID"]["output"];
  /** The offer's source. */
  readonly sourceId: Scalars["ID"]["output"];
  /** The offer's kind. */
  readonly kind: OfferKind;
  /** The offer's merchant, where it is known. */
  readonly merchantId: Maybe<Scalars["ID"]["output"]>;
  /** The offer's categories and each part of their paths, in lower case and without accents: what subscriptions compare. */
  readonly categoryKeys: ReadonlyArray<Scalars["String"]["output"]>;
  /** The offer's countries; `*` alone for one with no country limit: what subscriptions compare. */
  readonly countryKeys: ReadonlyArray<Scalars["String"]["output"]>;
  /** Percent points off: as stated, else what the two prices give; null where neither says. */
  readonly discountPercent: Maybe<Scalars["Float"]["output"]>;
  /** The version that the change made: a change that comes twice is known by id and version. */
  readonly version: Scalars["Int"]["output"];
  /** When it happened. */
  readonly changedAt: Scalars["AWSDateTime"]["output"];
  /**
   * Give it to `offerChanges` as `since` to go on after this change. From a subscription it begins some hours before the
   * change, so that nothing which was still on its way is missed: known changes come again.
   */
  readonly cursor: Maybe<Scalars["String"]["output"]>;
};

/** Why a mutation did nothing. */
export type UserError = {
  /** The input at fault, as a path. */
  readonly field: Maybe<ReadonlyArray<Scalars["String"]["output"]>>;
  /** Stable, in UPPER_SNAKE_CASE: for programs. */
  readonly code: Scalars["String"]["output"];
  /** For people: what is wrong and what to do. */
  readonly message: Scalars["String"]["output"];
};

/** What callers may do, in bundles of scopes. Each role may do what the ones before it may. */
export type Role =
  /** Reads offers, sources and runs: the scopes offers:read and sources:read. */
  | "READER"
  /** Also hides, rolls back, overrides and enters offers, and sees those that are not active: offers:curate. */
  | "EDITOR"
  /** Everything: also sync:run, sources:manage, webhooks:manage, access:manage and audit:read. */
  | "ADMIN";

/** How a caller proved who they are. */
export type CallerKind =
  /** Not at all. */
  | "ANONYMOUS"
  /** With a token of a trusted issuer. */
  | "USER"
  /** With an API key of this feed. */
  | "API_KEY"
  /** With a signature of AWS IAM. */
  | "IAM";

/** What came of a mutation. */
export type AuditOutcome =
  /** It was begun, and nothing was heard of it since. */
  | "STARTED"
  /** It was done. */
  | "DONE"
  /** It was refused; the codes say why. */
  | "REFUSED"
  /** It failed for no fault of the caller. */
  | "FAILED";

/** Who asks. */
export type Viewer = {
  /** As whom their changes are put down. */
  readonly name: Scalars["String"]["output"];
  /** How they proved it. */
  readonly kind: CallerKind;
  /** Their role; null: none, so that they may do nothing. */
  readonly role: Maybe<Role>;
  /** What they may do. */
  readonly scopes: ReadonlyArray<Scalars["String"]["output"]>;
  /** When what they proved it with ends; null: not by itself. */
  readonly expiresAt: Maybe<Scalars["AWSDateTime"]["output"]>;
};

/** An API key of a service. What its holder sends is told once, when it is made. */
export type ApiKey = {
  /** Its public part. */
  readonly id: Scalars["ID"]["output"];
  /** Whose it is. */
  readonly name: Scalars["String"]["output"];
  /** The role it was made with. */
  readonly role: Role;
  /** What its holder may do: its role's scopes, or some of them. */
  readonly scopes: ReadonlyArray<Scalars["String"]["output"]>;
  /** When it was made. */
  readonly createdAt: Scalars["AWSDateTime"]["output"];
  /** By whom. */
  readonly createdBy: Scalars["String"]["output"];
  /** When it ends; null: not by itself. */
  readonly expiresAt: Maybe<Scalars["AWSDateTime"]["output"]>;
  /** When it was revoked. */
  readonly revokedAt: Maybe<Scalars["AWSDateTime"]["output"]>;
  /** When it was last used, to the hour; null: never. */
  readonly lastUsedAt: Maybe<Scalars["AWSDateTime"]["output"]>;
  /** Whether it holds now. */
  readonly active: Scalars["Boolean"]["output"];
};

/** A new API key. */
export type CreateApiKeyInput = {
  /** Whose it is: 1 to 100 characters. */
  readonly name: Scalars["String"]["input"];
  /** What its holder may do. */
  readonly role?: Role;
  /** Some of the role's scopes; left out, all of them. */
  readonly scopes?: InputMaybe<ReadonlyArray<Scalars["String"]["input"]>>;
  /** When it ends; left out, never. */
  readonly expiresAt?: InputMaybe<Scalars["AWSDateTime"]["input"]>;
};

/** The answer of createApiKey. */
export type CreateApiKeyPayload = {
  /** The key; null when there are errors. */
  readonly apiKey: Maybe<ApiKey>;
  /** What its holder sends as Authorization: Bearer. It cannot be read again. */
  readonly secret: Maybe<Scalars["String"]["output"]>;
  /** Empty when it was done. */
  readonly userErrors: ReadonlyArray<UserError>;
};

/** The answer of a mutation on an API key. */
export type ApiKeyPayload = {
  /** The key; null when there are errors. */
  readonly apiKey: Maybe<ApiKey>;
  /** Empty when it was done. */
  readonly userErrors: ReadonlyArray<UserError>;
};

/** A mutation that somebody asked for. */
export type AuditEntry = {
  /** Its place in the log. */
  readonly id: Scalars["ID"]["output"];
  /** When it was asked for. */
  readonly at: Scalars["AWSDateTime"]["output"];
  /** By whom. */
  readonly author: Scalars["String"]["output"];
  /** How they proved it. */
  readonly kind: CallerKind;
  /** Their role then. */
  readonly role: Maybe<Role>;
  /** The address that the request came from, where it is known. */
  readonly address: Maybe<Scalars["String"]["output"]>;
  /** The mutation. */
  readonly action: Scalars["String"]["output"];
  /** Its arguments as JSON: secrets left out, long texts cut. */
  readonly arguments: Scalars["AWSJSON"]["output"];
  /** What came of it. */
  readonly outcome: AuditOutcome;
  /** Stable codes of what was wrong. */
  readonly codes: ReadonlyArray<Scalars["String"]["output"]>;
  /** When it was over; null while it is not. */
  readonly finishedAt: Maybe<Scalars["AWSDateTime"]["output"]>;
};

/** An entry of the audit log in a page. */
export type AuditEdge = {
  /** Its cursor. */
  readonly cursor: Scalars["String"]["output"];
  /** The entry. */
  readonly node: AuditEntry;
};

/** A page of the audit log, the newest first. */
export type AuditConnection = {
  /** The entries, each with its cursor. */
  readonly edges: ReadonlyArray<AuditEdge>;
  /** The entries alone. */
  readonly nodes: ReadonlyArray<AuditEntry>;
  /** Where the page ends. */
  readonly pageInfo: PageInfo;
};

/** The answer of a mutation on a sync run. */
export type SyncPayload = {
  /** The run; null when there are errors. */
  readonly run: Maybe<SyncRun>;
  /** Empty when it was done. */
  readonly userErrors: ReadonlyArray<UserError>;
};

/** The answer of a mutation on a source. */
export type SourcePayload = {
  /** The source; null when there are errors. */
  readonly source: Maybe<Source>;
  /** Empty when it was done. */
  readonly userErrors: ReadonlyArray<UserError>;
};

/** The answer of a test of a source. */
export type TestSourcePayload = {
  /** The source; null when there are errors. */
  readonly source: Maybe<Source>;
  /** The test; null when none was made. */
  readonly test: Maybe<SourceTest>;
  /** Empty when it was tested, also when the test failed. */
  readonly userErrors: ReadonlyArray<UserError>;
};

/** The answer of a mutation on offers that editors enter. */
export type CreateOffersPayload = {
  /** The run that wrote them, which counts what was created, changed, unchanged and removed; null where nothing could be written. */
  readonly run: Maybe<SyncRun>;
  /** The offers that are so now, in the order in which they were named. */
  readonly offers: ReadonlyArray<Offer>;
  /** What is wrong with the others; empty when all were taken. */
  readonly userErrors: ReadonlyArray<UserError>;
};

/** The answer of a mutation on an offer. */
export type OfferPayload = {
  /** The offer; null when there are errors. */
  readonly offer: Maybe<Offer>;
  /** Empty when it was done. */
  readonly userErrors: ReadonlyArray<UserError>;
};

/** An exact amount of money. */
export type MoneyInput = {
  /** A decimal in major units, such as 12.50. */
  readonly amount: Scalars["String"]["input"];
  /** ISO 4217 code. */
  readonly currency: Scalars["String"]["input"];
};

/** What a buyer saves. */
export type DiscountInput = {
  /** What kind of discount it is. */
  readonly type: DiscountType;
  /** Percent points without a currency, else an amount in major units. */
  readonly value?: InputMaybe<Scalars["String"]["input"]>;
  /** ISO 4217 code when `value` is an amount of money. */
  readonly currency?: InputMaybe<Scalars["String"]["input"]>;
};

/** Who sells it. */
export type MerchantInput = {
  /** Its name. */
  readonly name: Scalars["String"]["input"];
  /** Its domain, or the address of its site: what makes it one merchant over all networks. */
  readonly domain?: InputMaybe<Scalars["String"]["input"]>;
};

/** What the publisher earns. */
export type CommissionInput = {
  /** How it is computed. */
  readonly type: CommissionType;
  /** The least: percent points without a currency, else an amount in major units. */
  readonly min?: InputMaybe<Scalars["String"]["input"]>;
  /** The most, where it is a range. */
  readonly max?: InputMaybe<Scalars["String"]["input"]>;
  /** ISO 4217 code when it is an amount of money. */
  readonly currency?: InputMaybe<Scalars["String"]["input"]>;
  /** What it is paid for. */
  readonly basis?: InputMaybe<CommissionBasis>;
};

/**
 * An offer that an editor enters, whole. The same rules hold as for what networks say, but nothing is left out or cut in
 * silence.
 */
export type ManualOfferInput = {
  /** Its id within the source, up to 512 bytes, for ever: the same id again updates it. */
  readonly sourceOfferId: Scalars["ID"]["input"];
  /** What it is. A COUPON has a code. */
  readonly kind: OfferKind;
  /** Plain text on one line, up to 500 characters. */
  readonly title: Scalars["String"]["input"];
  /** Plain text, up to 10,000 characters. */
  readonly description?: InputMaybe<Scalars["String"]["input"]>;
  /** Who sells it. */
  readonly merchant?: InputMaybe<MerchantInput>;
  /** Its page at the merchant, without tracking: an http(s) URL. */
  readonly url?: InputMaybe<Scalars["String"]["input"]>;
  /** The affiliate link: an http(s) URL, kept letter for letter. */
  readonly trackingUrl: Scalars["String"]["input"];
  /** Pictures, the best first: up to 20 http(s) URLs. */
  readonly images?: InputMaybe<ReadonlyArray<Scalars["String"]["input"]>>;
  /** What it costs now. */
  readonly price?: InputMaybe<MoneyInput>;
  /** What it cost before: more than the price, in its currency. */
  readonly originalPrice?: InputMaybe<MoneyInput>;
  /** What a buyer saves; computed from the prices when left out. */
  readonly discount?: InputMaybe<DiscountInput>;
  /** What to enter at the checkout. */
  readonly couponCode?: InputMaybe<Scalars["String"]["input"]>;
  /** Conditions, up to 100. */
  readonly restrictions?: InputMaybe<ReadonlyArray<Scalars["String"]["input"]>>;
  /** Whether it can be bought; UNKNOWN when left out. */
  readonly availability?: InputMaybe<Availability>;
  /** How the publisher stands with its programme; UNKNOWN when left out. */
  readonly joinStatus?: InputMaybe<JoinStatus>;
  /** What the publisher earns. */
  readonly commission?: InputMaybe<CommissionInput>;
  /** Categories, often paths, up to 100. */
  readonly categories?: InputMaybe<ReadonlyArray<Scalars["String"]["input"]>>;
  /** Free words, up to 100. */
  readonly tags?: InputMaybe<ReadonlyArray<Scalars["String"]["input"]>>;
  /** ISO 3166-1 alpha-2 codes; none: no country limit. */
  readonly countries?: InputMaybe<ReadonlyArray<Scalars["String"]["input"]>>;
  /** BCP 47 tags. */
  readonly languages?: InputMaybe<ReadonlyArray<Scalars["String"]["input"]>>;
  /** Global trade item number. */
  readonly gtin?: InputMaybe<Scalars["String"]["input"]>;
  /** When it begins: RFC 3339, or a date alone for its first second in UTC. */
  readonly startsAt?: InputMaybe<Scalars["String"]["input"]>;
  /** When it ends: RFC 3339, or a date alone for its last second in UTC. */
  readonly endsAt?: InputMaybe<Scalars["String"]["input"]>;
};

/**
 * What to show of an offer in the place of what its source says. Null: show none. Left out: as it is. The same rules hold as
 * for what sources say, but nothing is left out or cut in silence.
 */
export type OfferOverrideInput = {
  /** Plain text on one line, up to 500 characters; never null. */
  readonly title?: InputMaybe<Scalars["String"]["input"]>;
  /** Plain text, up to 10,000 characters. */
  readonly description?: InputMaybe<Scalars["String"]["input"]>;
  /** Pictures, the best first: up to 20 http(s) URLs. */
  readonly images?: InputMaybe<ReadonlyArray<Scalars["String"]["input"]>>;
  /** What it costs now. A discount that follows from the prices is computed anew. */
  readonly price?: InputMaybe<MoneyInput>;
  /** What it cost before: more than the price, in its currency. */
  readonly originalPrice?: InputMaybe<MoneyInput>;
  /** What a buyer saves. */
  readonly discount?: InputMaybe<DiscountInput>;
  /** What to enter at the checkout. Without one, a COUPON is shown as a DEAL. */
  readonly couponCode?: InputMaybe<Scalars["String"]["input"]>;
  /** Conditions, up to 100. */
  readonly restrictions?: InputMaybe<ReadonlyArray<Scalars["String"]["input"]>>;
  /** Whether it can be bought; null is UNKNOWN. */
  readonly availability?: InputMaybe<Availability>;
  /** Categories, often paths, up to 100. */
  readonly categories?: InputMaybe<ReadonlyArray<Scalars["String"]["input"]>>;
  /** Free words, up to 100. */
  readonly tags?: InputMaybe<ReadonlyArray<Scalars["String"]["input"]>>;
  /** ISO 3166-1 alpha-2 codes; none: no country limit. */
  readonly countries?: InputMaybe<ReadonlyArray<Scalars["String"]["input"]>>;
  /** BCP 47 tags. */
  readonly languages?: InputMaybe<ReadonlyArray<Scalars["String"]["input"]>>;
  /** When it begins: RFC 3339, or a date alone for its first second in UTC. */
  readonly startsAt?: InputMaybe<Scalars["String"]["input"]>;
  /** When it ends: RFC 3339, or a date alone for its last second in UTC. It expires then. */
  readonly endsAt?: InputMaybe<Scalars["String"]["input"]>;
};

/** A new source. */
export type AddSourceInput = {
  /** 2 to 48 lower-case letters, digits and hyphens; stands in its offers' ids for ever. */
  readonly id: Scalars["ID"]["input"];
  /** The network it is on. */
  readonly networkId: Scalars["ID"]["input"];
  /** What people call it. */
  readonly name: Scalars["String"]["input"];
  /** As the network's `settingsSchema` says. */
  readonly settings?: InputMaybe<Scalars["AWSJSON"]["input"]>;
  /** An EventBridge Scheduler expression; the network's own when left out. */
  readonly schedule?: InputMaybe<Scalars["String"]["input"]>;
  /** True when left out. */
  readonly enabled?: InputMaybe<Scalars["Boolean"]["input"]>;
};

/** How a webhook is doing. */
export type WebhookState =
  /** Its last delivery was taken, or none was needed yet. */
  | "ACTIVE"
  /** Its last delivery failed; it is tried again. */
  | "FAILING"
  /** Switched off, by an admin or after failures; `disabledReason` says why. */
  | "DISABLED";

/** What is posted to a webhook. */
export type WebhookEvent =
  /** Changes of offers. */
  | "OFFERS_CHANGED"
  /** Nothing but a test. */
  | "PING";

/** One attempt to post something to a webhook. */
export type WebhookDelivery = {
  /** The `webhook-id` that the receiver got: the same for every attempt at the same changes. */
  readonly id: Scalars["ID"]["output"];
  /** What was posted. */
  readonly type: WebhookEvent;
  /** When it began. */
  readonly at: Scalars["AWSDateTime"]["output"];
  /** How long it took, in milliseconds. */
  readonly ms: Scalars["Int"]["output"];
  /** How many changes were in it. */
  readonly changes: Scalars["Int"]["output"];
  /** True: the receiver answered with a status of 200 to 299. */
  readonly delivered: Scalars["Boolean"]["output"];
  /** The receiver's HTTP status; null when no answer came. */
  readonly status: Maybe<Scalars["Int"]["output"]>;
  /** What went wrong, with the beginning of the receiver's answer; null when it was delivered. */
  readonly error: Maybe<Scalars["String"]["output"]>;
};

/** An address that changes of offers are posted to. */
export type Webhook = {
  /** Its id. */
  readonly id: Scalars["ID"]["output"];
  /** Where changes are posted to. */
  readonly url: Scalars["AWSURL"]["output"];
  /** What people say about it. */
  readonly description: Maybe<Scalars["String"]["output"]>;
  /** Which changes are posted, as an `OfferFilter`; empty for all of them. */
  readonly filter: Scalars["AWSJSON"]["output"];
  /** How it is doing. */
  readonly state: WebhookState;
  /** False: nothing is posted to it. */
  readonly enabled: Scalars["Boolean"]["output"];
  /** Why it is not enabled, and what to do; null while it is. */
  readonly disabledReason: Maybe<Scalars["String"]["output"]>;
  /** Deliveries that failed since the last one that did not. */
  readonly failures: Scalars["Int"]["output"];
  /** When the first of them failed. */
  readonly failingSince: Maybe<Scalars["AWSDateTime"]["output"]>;
  /** When it is tried again; null: with the next change. */
  readonly nextAttemptAt: Maybe<Scalars["AWSDateTime"]["output"]>;
  /** How far it has got: `offerChanges(since: cursor)` has what it is still to get. Null: it is to get everything. */
  readonly cursor: Maybe<Scalars["String"]["output"]>;
  /** When it was added. */
  readonly createdAt: Scalars["AWSDateTime"]["output"];
  /** Who added it. */
  readonly createdBy: Scalars["String"]["output"];
  /** Until when deliveries are signed with its last secret too; null when that has never been replaced. */
  readonly oldSecretValidUntil: Maybe<Scalars["AWSDateTime"]["output"]>;
  /** Its newest delivery of changes. */
  readonly lastDelivery: Maybe<WebhookDelivery>;
  /** Its newest deliveries, the newest first; they are kept for 30 days. */
  readonly deliveries: ReadonlyArray<WebhookDelivery>;
};

/** An address that changes of offers are posted to. */
export type WebhookDeliveriesArgs = {
  first?: InputMaybe<Scalars["Int"]["input"]>;
};

/** The answer of a mutation on a webhook. */
export type WebhookPayload = {
  /** The webhook; null when there are errors. */
  readonly webhook: Maybe<Webhook>;
  /** Empty when it was done. */
  readonly userErrors: ReadonlyArray<UserError>;
};

/** The answer of a mutation that makes a webhook's secret. */
export type WebhookSecretPayload = {
  /** The webhook; null when there are errors. */
  readonly webhook: Maybe<Webhook>;
  /** `whsec_…`: what its deliveries are signed with. It is told here and never again. */
  readonly secret: Maybe<Scalars["String"]["output"]>;
  /** Empty when it was done. */
  readonly userErrors: ReadonlyArray<UserError>;
};

/** The answer of a test of a webhook. */
export type TestWebhookPayload = {
  /** The webhook; null when there are errors. */
  readonly webhook: Maybe<Webhook>;
  /** What came of the ping; null when none was posted. */
  readonly delivery: Maybe<WebhookDelivery>;
  /** Empty when a ping was posted, also when the receiver refused it. */
  readonly userErrors: ReadonlyArray<UserError>;
};

/** A new webhook. */
export type AddWebhookInput = {
  /** Where to post to: https, on the public internet, without a user name or password. */
  readonly url: Scalars["AWSURL"]["input"];
  /** What it is for, at most 500 characters. */
  readonly description?: InputMaybe<Scalars["String"]["input"]>;
  /** Which changes to post; all when left out. */
  readonly filter?: InputMaybe<OfferFilter>;
  /** A cursor of `offerChanges` to begin at, or `start` for the first change ever; from now on when left out. */
  readonly since?: InputMaybe<Scalars["String"]["input"]>;
};

/** What to change of a webhook. What is left out stays as it is. */
export type UpdateWebhookInput = {
  /** Where to post to; tried at once. */
  readonly url?: InputMaybe<Scalars["AWSURL"]["input"]>;
  /** What it is for; null for nothing. */
  readonly description?: InputMaybe<Scalars["String"]["input"]>;
  /** Which changes to post from now on; null for all. */
  readonly filter?: InputMaybe<OfferFilter>;
  /** A cursor of `offerChanges` to go on from, or `start`: what came since is posted, again where it was posted before. */
  readonly since?: InputMaybe<Scalars["String"]["input"]>;
};

/** What can be asked. */
export type Query = {
  /** Who asks, and what they may do. */
  readonly viewer: Viewer;
  /** Every API key there ever was, the newest first. Needs the scope access:manage. */
  readonly apiKeys: ReadonlyArray<ApiKey>;
  /** Every mutation that somebody asked for, the newest first. Needs the scope audit:read. */
  readonly auditLog: AuditConnection;
  /** One offer, read from the ledger: what a change wrote is seen at once. Others than ACTIVE need the scope offers:curate. */
  readonly offer: Maybe<Offer>;
  /** Offers that pass a filter, in an order, a page at a time. */
  readonly offers: OfferConnection;
  /** How many of the offers that pass a filter have which networks, merchants, categories and so on: what to refine by. */
  readonly offerFacets: OfferFacets;
  /** The merchants who have active offers, by name. */
  readonly merchants: MerchantConnection;
  /** One merchant; null where nothing of it is on offer. */
  readonly merchant: Maybe<MerchantSummary>;
  /** The categories of active offers, the largest first. With neither prefix nor parent: those that paths begin with. */
  readonly categories: ReadonlyArray<FacetValue>;
  /**
   * Suggestions for a search box: merchants, categories and titles of active offers whose words begin with what was typed,
   * in any script, whatever the case and accents. Names that only resemble it come last.
   */
  readonly suggest: ReadonlyArray<Suggestion>;
  /** The networks that a source can be on. */
  readonly networks: ReadonlyArray<Network>;
  /** One source. */
  readonly source: Maybe<Source>;
  /** Every source, by id. */
  readonly sources: ReadonlyArray<Source>;
  /** One sync run. */
  readonly syncRun: Maybe<SyncRun>;
  /** Sync runs of one source or of all, newest first. */
  readonly syncRuns: SyncRunConnection;
  /** The feed in numbers. */
  readonly stats: FeedStats;
  /** The feed at a glance: its offers by network, kind, country and merchant, averages, changes per day, freshness. */
  readonly analyticsSummary: AnalyticsSummary;
  /** What changed since a cursor, removals included, in the order it was committed. The cursor can be rewound. */
  readonly offerChanges: OfferChangeConnection;
  /** Every webhook, the oldest first. */
  readonly webhooks: ReadonlyArray<Webhook>;
  /** One webhook. */
  readonly webhook: Maybe<Webhook>;
};

/** What can be asked. */
export type QueryAuditLogArgs = {
  first?: InputMaybe<Scalars["Int"]["input"]>;
  after: InputMaybe<Scalars["String"]["input"]>;
  author: InputMaybe<Scalars["String"]["input"]>;
  action: InputMaybe<Scalars["String"]["input"]>;
};

/** What can be asked. */
export type QueryOfferArgs = {
  id: Scalars["ID"]["input"];
};

/** What can be asked. */
export type QueryOffersArgs = {
  filter: InputMaybe<OfferFilter>;
  orderBy?: InputMaybe<OfferOrder>;
  first?: InputMaybe<Scalars["Int"]["input"]>;
  after: InputMaybe<Scalars["String"]["input"]>;
};

/** What can be asked. */
export type QueryOfferFacetsArgs = {
  filter: InputMaybe<OfferFilter>;
  first?: InputMaybe<Scalars["Int"]["input"]>;
};

/** What can be asked. */
export type QueryMerchantsArgs = {
  search: InputMaybe<Scalars["String"]["input"]>;
  first?: InputMaybe<Scalars["Int"]["input"]>;
  after: InputMaybe<Scalars["String"]["input"]>;
};

/** What can be asked. */
export type QueryMerchantArgs = {
  id: Scalars["ID"]["input"];
};

/** What can be asked. */
export type QueryCategoriesArgs = {
  prefix: InputMaybe<Scalars["String"]["input"]>;
  parent: InputMaybe<Scalars["String"]["input"]>;
  first?: InputMaybe<Scalars["Int"]["input"]>;
};

/** What can be asked. */
export type QuerySuggestArgs = {
  text: Scalars["String"]["input"];
  first?: InputMaybe<Scalars["Int"]["input"]>;
};

/** What can be asked. */
export type QuerySourceArgs = {
  id: Scalars["ID"]["input"];
};

/** What can be asked. */
export type QuerySyncRunArgs = {
  id: Scalars["ID"]["input"];
};

/** What can be asked. */
export type QuerySyncRunsArgs = {
  sourceId: InputMaybe<Scalars["ID"]["input"]>;
  first?: InputMaybe<Scalars["Int"]["input"]>;
  after: InputMaybe<Scalars["String"]["input"]>;
};

/** What can be asked. */
export type QueryAnalyticsSummaryArgs = {
  first?: InputMaybe<Scalars["Int"]["input"]>;
};

/** What can be asked. */
export type QueryOfferChangesArgs = {
  since: InputMaybe<Scalars["String"]["input"]>;
  filter: InputMaybe<OfferFilter>;
  first?: InputMaybe<Scalars["Int"]["input"]>;
};

/** What can be asked. */
export type QueryWebhookArgs = {
  id: Scalars["ID"]["input"];
};

/** What can be done. A user's mistake comes back in `userErrors`, never as an exception. */
export type Mutation = {
  /** Makes an API key. Needs the scope access:manage, and each scope that the key is to have. */
  readonly createApiKey: CreateApiKeyPayload;
  /** Ends an API key for good. Where it was used in the last minute, it may hold for one minute more. */
  readonly revokeApiKey: ApiKeyPayload;
  /** Starts a sync of a source. */
  readonly syncSource: SyncPayload;
  /** Starts a sync of every enabled source; one answer each. */
  readonly syncAll: ReadonlyArray<SyncPayload>;
  /** Stops a run that is under way. */
  readonly cancelSync: SyncPayload;
  /** Lets a held run remove what it found gone, as a run of its own. */
  readonly releaseHeldRun: SyncPayload;
  /** Adds a source. */
  readonly addSource: SourcePayload;
  /** Switches a source on or off. */
  readonly setSourceEnabled: SourcePayload;
  /** Stores a source's credentials. They are never readable back. */
  readonly setSourceCredentials: SourcePayload;
  /** Ends a source: its schedule and credentials go, its offers are removed by a last run; their history stays. */
  readonly removeSource: SourcePayload;
  /** Tests a source now, within 20 seconds: its credentials, and the first page of its listing. Stores no offer. */
  readonly testSource: TestSourcePayload;
  /** Sets what a source is allowed before it counts as STALE. A limit that is left out stays as it is. */
  readonly setHealthLimits: SourcePayload;
  /** Takes an offer out of public view until it is shown again. */
  readonly hideOffer: OfferPayload;
  /** Shows a hidden offer again. */
  readonly unhideOffer: OfferPayload;
  /** Puts back an earlier version as it was shown, its overrides included, until the source itself says something new. */
  readonly rollbackOffer: OfferPayload;
  /**
   * Enters offers into a source of the network `manual`, as one sync run. Every valid one is written; what is wrong with the
   * others (`OFFER_INVALID`) comes back with their places. The same `sourceOfferId` again updates the offer.
   */
  readonly createOffers: CreateOffersPayload;
  /** Makes tombstones of offers of a source of the network `manual`, as one sync run. Their history stays. */
  readonly removeOffers: CreateOffersPayload;
  /**
   * Shows an editor's values in the place of the source's, whatever the source says later, until `clearOverrides`. A version
   * of cause ADMIN. A mistake is `OVERRIDE_INVALID`, and nothing of the input is taken.
   */
  readonly overrideOffer: OfferPayload;
  /** Gives overridden fields back to the source: they show what it says. A version of cause ADMIN. */
  readonly clearOverrides: OfferPayload;
  /**
   * Takes every offer of a source back to what it said at a time, as one run; each change is a version. It stays until the
   * source itself says something new. What editors have hidden or overridden stays so. To undo it, roll back to a moment
   * before its run.
   */
  readonly rollbackSource: SyncPayload;
  /** Adds a webhook, and tells its secret once. */
  readonly addWebhook: WebhookSecretPayload;
  /** Changes a webhook. */
  readonly updateWebhook: WebhookPayload;
  /** Replaces a webhook's secret, and tells the new one once. For 24 hours deliveries are signed with both. */
  readonly rotateWebhookSecret: WebhookSecretPayload;
  /** Switches a webhook on or off. Switched on it goes on where it was: nothing is left out. */
  readonly setWebhookEnabled: WebhookPayload;
  /** Removes a webhook and its secret. */
  readonly removeWebhook: WebhookPayload;
  /** Posts a ping to a webhook now, enabled or not, and answers what came of it. */
  readonly testWebhook: TestWebhookPayload;
  /** Internal: the feed tells subscribers of a change. For its own functions only. */
  readonly publishOfferChange: Maybe<OfferChange>;
  /** Internal: the feed tells subscribers of a sync run. For its own functions only. */
  readonly publishSyncRun: Maybe<SyncRun>;
};

/** What can be done. A user's mistake comes back in `userErrors`, never as an exception. */
export type MutationCreateApiKeyArgs = {
  input: CreateApiKeyInput;
};

/** What can be done. A user's mistake comes back in `userErrors`, never as an exception. */
export type MutationRevokeApiKeyArgs = {
  id: Scalars["ID"]["input"];
};

/** What can be done. A user's mistake comes back in `userErrors`, never as an exception. */
export type MutationSyncSourceArgs = {
  sourceId: Scalars["ID"]["input"];
  mode?: InputMaybe<SyncMode>;
};

/** What can be done. A user's mistake comes back in `userErrors`, never as an exception. */
export type MutationSyncAllArgs = {
  mode?: InputMaybe<SyncMode>;
};

/** What can be done. A user's mistake comes back in `userErrors`, never as an exception. */
export type MutationCancelSyncArgs = {
  runId: Scalars["ID"]["input"];
};

/** What can be done. A user's mistake comes back in `userErrors`, never as an exception. */
export type MutationReleaseHeldRunArgs = {
  runId: Scalars["ID"]["input"];
};

/** What can be done. A user's mistake comes back in `userErrors`, never as an exception. */
export type MutationAddSourceArgs = {
  input: AddSourceInput;
};

/** What can be done. A user's mistake comes back in `userErrors`, never as an exception. */
export type MutationSetSourceEnabledArgs = {
  sourceId: Scalars["ID"]["input"];
  enabled: Scalars["Boolean"]["input"];
};

/** What can be done. A user's mistake comes back in `userErrors`, never as an exception. */
export type MutationSetSourceCredentialsArgs = {
  sourceId: Scalars["ID"]["input"];
  credentials: Scalars["AWSJSON"]["input"];
};

/** What can be done. A user's mistake comes back in `userErrors`, never as an exception. */
export type MutationRemoveSourceArgs = {
  id: Scalars["ID"]["input"];
};

/** What can be done. A user's mistake comes back in `userErrors`, never as an exception. */
export type MutationTestSourceArgs = {
  sourceId: Scalars["ID"]["input"];
};

/** What can be done. A user's mistake comes back in `userErrors`, never as an exception. */
export type MutationSetHealthLimitsArgs = {
  sourceId: Scalars["ID"]["input"];
  staleAfterHours: InputMaybe<Scalars["Int"]["input"]>;
  frozenAfterDays: InputMaybe<Scalars["Int"]["input"]>;
  partialAllowed: InputMaybe<Scalars["Boolean"]["input"]>;
};

/** What can be done. A user's mistake comes back in `userErrors`, never as an exception. */
export type MutationHideOfferArgs = {
  id: Scalars["ID"]["input"];
  reason: InputMaybe<Scalars["String"]["input"]>;
};

/** What can be done. A user's mistake comes back in `userErrors`, never as an exception. */
export type MutationUnhideOfferArgs = {
  id: Scalars["ID"]["input"];
};

/** What can be done. A user's mistake comes back in `userErrors`, never as an exception. */
export type MutationRollbackOfferArgs = {
  id: Scalars["ID"]["input"];
  toVersion: Scalars["Int"]["input"];
};

/** What can be done. A user's mistake comes back in `userErrors`, never as an exception. */
export type MutationCreateOffersArgs = {
  sourceId: Scalars["ID"]["input"];
  offers: ReadonlyArray<ManualOfferInput>;
};

/** What can be done. A user's mistake comes back in `userErrors`, never as an exception. */
export type MutationRemoveOffersArgs = {
  sourceId: Scalars["ID"]["input"];
  sourceOfferIds: ReadonlyArray<Scalars["ID"]["input"]>;
};

/** What can be done. A user's mistake comes back in `userErrors`, never as an exception. */
export type MutationOverrideOfferArgs = {
  id: Scalars["ID"]["input"];
  input: OfferOverrideInput;
};

/** What can be done. A user's mistake comes back in `userErrors`, never as an exception. */
export type MutationClearOverridesArgs = {
  id: Scalars["ID"]["input"];
  fields: InputMaybe<ReadonlyArray<Scalars["String"]["input"]>>;
};

/** What can be done. A user's mistake comes back in `userErrors`, never as an exception. */
export type MutationRollbackSourceArgs = {
  sourceId: Scalars["ID"]["input"];
  to: Scalars["AWSDateTime"]["input"];
  dryRun?: InputMaybe<Scalars["Boolean"]["input"]>;
};

/** What can be done. A user's mistake comes back in `userErrors`, never as an exception. */
export type MutationAddWebhookArgs = {
  input: AddWebhookInput;
};

/** What can be done. A user's mistake comes back in `userErrors`, never as an exception. */
export type MutationUpdateWebhookArgs = {
  id: Scalars["ID"]["input"];
  input: UpdateWebhookInput;
};

/** What can be done. A user's mistake comes back in `userErrors`, never as an exception. */
export type MutationRotateWebhookSecretArgs = {
  id: Scalars["ID"]["input"];
};

/** What can be done. A user's mistake comes back in `userErrors`, never as an exception. */
export type MutationSetWebhookEnabledArgs = {
  id: Scalars["ID"]["input"];
  enabled: Scalars["Boolean"]["input"];
};

/** What can be done. A user's mistake comes back in `userErrors`, never as an exception. */
export type MutationRemoveWebhookArgs = {
  id: Scalars["ID"]["input"];
};

/** What can be done. A user's mistake comes back in `userErrors`, never as an exception. */
export type MutationTestWebhookArgs = {
  id: Scalars["ID"]["input"];
};

/** What can be done. A user's mistake comes back in `userErrors`, never as an exception. */
export type MutationPublishOfferChangeArgs = {
  change: Scalars["AWSJSON"]["input"];
};

/** What can be done. A user's mistake comes back in `userErrors`, never as an exception. */
export type MutationPublishSyncRunArgs = {
  run: Scalars["AWSJSON"]["input"];
};

/** What can be listened to. */
export type Subscription = {
  /**
   * Changes of offers as they happen. A first sync is told as its run, not offer by offer. Every argument that is given must
   * hold for the offer as the change left it, as the field of that name in `OfferFilter` does.
   */
  readonly offerChanged: Maybe<OfferChange>;
  /** Sync runs as they begin, proceed and end. */
  readonly syncRunUpdated: Maybe<SyncRun>;
};

/** What can be listened to. */
export type SubscriptionOfferChangedArgs = {
  networkId: InputMaybe<Scalars["ID"]["input"]>;
  sourceId: InputMaybe<Scalars["ID"]["input"]>;
  kind: InputMaybe<OfferKind>;
  merchantId: InputMaybe<Scalars["ID"]["input"]>;
  category: InputMaybe<Scalars["String"]["input"]>;
  country: InputMaybe<Scalars["String"]["input"]>;
  minDiscountPercent: InputMaybe<Scalars["Float"]["input"]>;
};

/** What can be listened to. */
export type SubscriptionSyncRunUpdatedArgs = {
  sourceId: InputMaybe<Scalars["ID"]["input"]>;
};
