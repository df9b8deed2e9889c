/**
 * Which of the two functions behind AppSync answers a field: data only. "read" reaches PostgreSQL and the ledger,
 * "control" everything else. A field that is asked for many things at once says how many go into one call.
 */
export interface FieldHost {
  readonly host: "read" | "control";
  readonly maxBatchSize?: number;
}

/** A page holds at most 200 offers. */
const PAGE = 200;
const SOURCES = 100;

/** By `Type.field`; exactly the fields of the resolver map. */
export const fieldHosts: Readonly<Record<string, FieldHost>> = {
  "Query.offer": { host: "read" },
  "Query.offers": { host: "read" },
  "Query.offerFacets": { host: "read" },
  "Query.merchants": { host: "read" },
  "Query.merchant": { host: "read" },
  "Query.categories": { host: "read" },
  "Query.suggest": { host: "read" },
  "Query.offerChanges": { host: "read" },
  "Query.stats": { host: "read" },
  "Query.analyticsSummary": { host: "read" },
  "Query.networks": { host: "control" },
  "Query.viewer": { host: "control" },
  "Query.apiKeys": { host: "control" },
  "Query.auditLog": { host: "control" },
  "Query.source": { host: "control" },
  "Query.sources": { host: "control" },
  "Query.syncRun": { host: "control" },
  "Query.syncRuns": { host: "control" },
  "Mutation.syncSource": { host: "control" },
  "Mutation.syncAll": { host: "control" },
  "Mutation.cancelSync": { host: "control" },
  "Mutation.releaseHeldRun": { host: "control" },
  "Mutation.addSource": { host: "control" },
  "Mutation.setSourceEnabled": { host: "control" },
  "Mutation.setSourceCredentials": { host: "control" },
  "Mutation.removeSource": { host: "control" },
  "Mutation.testSource": { host: "control" },
  "Mutation.setHealthLimits": { host: "control" },
  "Mutation.createApiKey": { host: "control" },
  "Mutation.revokeApiKey": { host: "control" },
  "Mutation.hideOffer": { host: "control" },
  "Mutation.unhideOffer": { host: "control" },
  "Mutation.rollbackOffer": { host: "control" },
  "Mutation.rollbackSource": { host: "control" },
  "Mutation.publishOfferChange": { host: "control" },
  "Mutation.publishSyncRun": { host: "control" },
  "Subscription.offerChanged": { host: "control" },
  "Offer.versions": { host: "read", maxBatchSize: PAGE },
  "Offer.priceHistory": { host: "read", maxBatchSize: PAGE },
  "Offer.lowestPrice30Days": { host: "read", maxBatchSize: PAGE },
  "Offer.lastSeenAt": { host: "control", maxBatchSize: PAGE },
  "OfferConnection.totalCount": { host: "read", maxBatchSize: 10 },
  "MerchantConnection.totalCount": { host: "read", maxBatchSize: 10 },
  "OfferFacets.networks": { host: "read", maxBatchSize: 10 },
  "OfferFacets.sources": { host: "read", maxBatchSize: 10 },
  "OfferFacets.kinds": { host: "read", maxBatchSize: 10 },
  "OfferFacets.merchants": { host: "read", maxBatchSize: 10 },
  "OfferFacets.categories": { host: "read", maxBatchSize: 10 },
  "OfferFacets.countries": { host: "read", maxBatchSize: 10 },
  "OfferFacets.languages": { host: "read", maxBatchSize: 10 },
  "OfferFacets.coupons": { host: "read", maxBatchSize: 10 },
  "OfferFacets.prices": { host: "read", maxBatchSize: 10 },
  "OfferFacets.exact": { host: "read", maxBatchSize: 10 },
  "AnalyticsSummary.averages": { host: "read", maxBatchSize: 10 },
  "AnalyticsSummary.changesPerDay": { host: "read", maxBatchSize: 10 },
  "AnalyticsSummary.freshness": { host: "read", maxBatchSize: 10 },
  "Source.offerCount": { host: "read", maxBatchSize: SOURCES },
  "Source.health": { host: "control", maxBatchSize: SOURCES },
  "Source.healthReport": { host: "control", maxBatchSize: SOURCES },
  "Source.lastRun": { host: "control", maxBatchSize: SOURCES },
  "Source.nextRunAt": { host: "control", maxBatchSize: SOURCES },
  "Source.runs": { host: "control", maxBatchSize: SOURCES },
};
