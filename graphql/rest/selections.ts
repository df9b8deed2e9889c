/**
 * What the routes select, one fragment a type: a fragment's name is its schema's name in the OpenAPI document. Offers and
 * runs have every field that subscribers get.
 */
import { OFFER_FIELDS, SYNC_RUN_FIELDS } from "../publish-selection.ts";

export const OFFER = `fragment Offer on Offer { ${OFFER_FIELDS} }`;

export const SYNC_RUN = `fragment SyncRun on SyncRun { ${SYNC_RUN_FIELDS} }`;

export const USER_ERRORS = `userErrors { field code message }`;

/** Settings are asked for by a variable: they are not for everybody. */
export const SOURCE = `
fragment Source on Source { id networkId name enabled schedule settings @include(if: $settings) hasCredentials sandbox
  offerCount health lagSeconds nextRunAt lastRun { ...SyncRun } }
${SYNC_RUN}`;

export const SOURCE_TEST = `fragment SourceTest on SourceTest { outcome message at ms offers rejected }`;

export const HEALTH_REPORT = `
fragment SourceHealthReport on SourceHealthReport { state reason since checkedAt lastTest { ...SourceTest }
  staleAfterSeconds staleAfterHours frozenAfterDays partialAllowed }
${SOURCE_TEST}`;

export const NETWORK = `
fragment Network on Network { id name docsUrl credentialFields { name label secret required help } settingsSchema
  defaultSchedule maturity maturityNote capabilities { products coupons deals programmes commission incremental subId }
  policy { maxAgeHours withheldFields disclosure source } retired { at replacedBy message } }`;

export const FACET_VALUE = `fragment FacetValue on FacetValue { value label count sandboxCount }`;

export const FACETS = `
fragment OfferFacets on OfferFacets { networks { ...FacetValue } sources { ...FacetValue } kinds { ...FacetValue }
  merchants { ...FacetValue } categories { ...FacetValue } countries { ...FacetValue } languages { ...FacetValue }
  coupons { ...FacetValue } prices { value label count sandboxCount currency minPrice maxPrice } exact correctedText }
${FACET_VALUE}`;

export const ANALYTICS = `
fragment AnalyticsSummary on AnalyticsSummary { offers { ...OfferFacets }
  averages { discountPercent commissionPercent exact } changesPerDay { day created updated removed }
  freshness { sourceId networkId name sandbox health lastCompleteAt lagSeconds staleAfterSeconds } }
${FACETS}`;

export const FEED_STATS = `
fragment FeedStats on FeedStats { active expired removed hidden sources failingSources lastSyncAt }`;

export const PAGE_INFO = `pageInfo { hasNextPage endCursor }`;
