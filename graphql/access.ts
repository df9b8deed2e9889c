/**
 * Who may use which field: data, and the one place that checks it, for both hosts and for REST, which runs through
 * them. A field that is not here needs nothing beyond what its parent needed.
 */
import type { Caller } from "../shared/access/caller.ts";
import { leastRole, type Scope } from "../shared/access/scopes.ts";
import { ApiError } from "./errors.ts";

/** By `Type.field`: every field of the root types, and what readers of their parents may not see. */
export const fieldScopes: Readonly<Record<string, Scope>> = {
  "Query.offer": "offers:read",
  "Query.offers": "offers:read",
  "Query.offerFacets": "offers:read",
  "Query.merchants": "offers:read",
  "Query.merchant": "offers:read",
  "Query.categories": "offers:read",
  "Query.suggest": "offers:read",
  "Query.offerChanges": "offers:read",
  "Query.stats": "offers:read",
  "Query.analyticsSummary": "offers:read",
  "AnalyticsSummary.freshness": "sources:read",
  "Query.networks": "offers:read",
  "Query.source": "sources:read",
  "Query.sources": "sources:read",
  "Query.syncRun": "sources:read",
  "Query.syncRuns": "sources:read",
  "Query.apiKeys": "access:manage",
  "Query.auditLog": "audit:read",
  "Mutation.createApiKey": "access:manage",
  "Mutation.revokeApiKey": "access:manage",
  "Query.webhooks": "webhooks:manage",
  "Query.webhook": "webhooks:manage",
  "Mutation.syncSource": "sync:run",
  "Mutation.syncAll": "sync:run",
  "Mutation.cancelSync": "sync:run",
  "Mutation.releaseHeldRun": "sync:run",
  "Mutation.testSource": "sync:run",
  "Mutation.addSource": "sources:manage",
  "Mutation.setSourceEnabled": "sources:manage",
  "Mutation.setSourceCredentials": "sources:manage",
  "Mutation.removeSource": "sources:manage",
  "Mutation.rollbackSource": "sources:manage",
  "Mutation.setHealthLimits": "sources:manage",
  "Mutation.hideOffer": "offers:curate",
  "Mutation.unhideOffer": "offers:curate",
  "Mutation.rollbackOffer": "offers:curate",
  "Mutation.createOffers": "offers:curate",
  "Mutation.removeOffers": "offers:curate",
  "Mutation.overrideOffer": "offers:curate",
  "Mutation.clearOverrides": "offers:curate",
  "Mutation.addWebhook": "webhooks:manage",
  "Mutation.updateWebhook": "webhooks:manage",
  "Mutation.rotateWebhookSecret": "webhooks:manage",
  "Mutation.setWebhookEnabled": "webhooks:manage",
  "Mutation.removeWebhook": "webhooks:manage",
  "Mutation.testWebhook": "webhooks:manage",
  "Subscription.offerChanged": "offers:read",
  "Subscription.syncRunUpdated": "sources:read",
  "Offer.source": "sources:read",
  // A feed's address may hold a key.
  "Source.settings": "sources:manage",
  // Names of people.
  "OfferVersion.author": "offers:curate",
};

/** Asking who one is is for everybody. */
export const openFields: ReadonlySet<string> = new Set(["Query.viewer"]);

/** The mutations that feed the subscriptions: the feed's own functions call them, which only IAM proves to be such. */
export const internalFields: ReadonlySet<string> = new Set([
  "Mutation.publishOfferChange",
  "Mutation.publishSyncRun",
]);

/** @throws ApiError UNAUTHENTICATED to those who have not said who they are, FORBIDDEN to others */
export function authorise(field: string, caller: Caller): void {
  if (internalFields.has(field)) {
    if (caller.kind !== "IAM") throw new ApiError("FORBIDDEN", `${field} is for the feed's own functions.`);
    return;
  }
  const scope = fieldScopes[field];
  if (scope === undefined || caller.scopes.has(scope)) return;
  const needed = `${field} needs the scope ${scope}, which the role ${leastRole(scope)} has`;
  throw caller.kind === "ANONYMOUS"
    ? new ApiError("UNAUTHENTICATED", `${needed}: send a token or an API key as "Authorization: Bearer …".`)
    : new ApiError("FORBIDDEN", `${needed}; ${caller.author} has ${scopesInWords(caller)}.`);
}

const scopesInWords = ({ scopes }: Caller): string => [...scopes].join(", ") || "none";

/** The fields that a caller may not use: what AppSync is told to deny by itself. */
export const deniedFields = (caller: Caller): string[] =>
  Object.entries(fieldScopes)
    .filter(([, scope]) => !caller.scopes.has(scope))
    .map(([field]) => field);
