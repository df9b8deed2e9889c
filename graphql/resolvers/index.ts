/** Every resolver, by type and field: what a host that has both contexts serves. */
import type { GraphqlContext } from "../context.ts";
import type { Resolvers } from "../resolver-map.ts";
import { controlResolvers } from "./control.ts";
import { readResolvers } from "./read.ts";

export const resolvers = {
  Query: { ...readResolvers.Query, ...controlResolvers.Query },
  Mutation: controlResolvers.Mutation,
  Subscription: controlResolvers.Subscription,
  Offer: { ...readResolvers.Offer, ...controlResolvers.Offer },
  OfferConnection: readResolvers.OfferConnection,
  OfferFacets: readResolvers.OfferFacets,
  AnalyticsSummary: readResolvers.AnalyticsSummary,
  MerchantConnection: readResolvers.MerchantConnection,
  Webhook: controlResolvers.Webhook,
  Source: { ...readResolvers.Source, ...controlResolvers.Source },
} satisfies Resolvers<GraphqlContext>;
