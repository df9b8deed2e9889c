/** The fields that need PostgreSQL or the ledger. */
import type { ReadContext } from "../context.ts";
import type { Resolvers } from "../resolver-map.ts";
import { analyticsSummary, averages, changesPerDay, freshness } from "./analytics.ts";
import { facetFields, offerFacets } from "./facets.ts";
import { categories, merchant, merchantCount, merchants, suggestions } from "./merchants.ts";
import { versions } from "./offer-fields.ts";
import { lowestPrice30Days, priceHistory } from "./prices.ts";
import { changes, offer, offers, totalCount } from "./offers.ts";
import { offerCount, stats } from "./statistics.ts";

export const readResolvers = {
  Query: {
    offer,
    offers,
    offerFacets,
    merchants,
    merchant,
    categories,
    suggest: suggestions,
    offerChanges: changes,
    stats,
    analyticsSummary,
  },
  Offer: { versions, priceHistory, lowestPrice30Days },
  OfferConnection: { totalCount },
  OfferFacets: facetFields,
  AnalyticsSummary: { averages, changesPerDay, freshness },
  MerchantConnection: { totalCount: merchantCount },
  Source: { offerCount },
} satisfies Resolvers<ReadContext>;
