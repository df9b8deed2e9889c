/** The fields that need sources, runs and networks only, and the mutations. */
import type { ControlContext } from "../context.ts";
import type { Resolvers } from "../resolver-map.ts";
import { apiKeys, auditLog, createApiKey, revokeApiKey, viewer } from "./access.ts";
import { health, healthReport, setHealthLimits, testSource } from "./health.ts";
import * as mutations from "./mutations.ts";
import { lastSeenAt, source as sourceOfOffer } from "./offer-fields.ts";
import { publishOfferChange, publishSyncRun } from "./publishing.ts";
import { runsOfSource, syncRun, syncRuns } from "./runs.ts";
import { lastRun, networks, nextRunAt, source, sources } from "./sources.ts";
import { offerChanged } from "./subscriptions.ts";
import { deliveries, webhook, webhookMutations, webhooks } from "./webhooks.ts";

export const controlResolvers = {
  Query: { viewer, apiKeys, auditLog, networks, source, sources, syncRun, syncRuns, webhooks, webhook },
  Mutation: {
    ...mutations,
    ...webhookMutations,
    testSource,
    setHealthLimits,
    createApiKey,
    revokeApiKey,
    publishOfferChange,
    publishSyncRun,
  },
  Offer: { lastSeenAt, source: sourceOfOffer },
  Subscription: { offerChanged },
  Source: { health, healthReport, lastRun, nextRunAt, runs: runsOfSource },
  Webhook: { deliveries },
} satisfies Resolvers<ControlContext>;
