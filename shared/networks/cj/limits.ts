/** How often CJ may be called. */
import type { NamedQuota, RateLimit } from "../../http/client.ts";

/** 25 calls a minute for each REST API. A burst of five and one every three seconds never make more than that. */
export const REST_LIMITS: readonly RateLimit[] = [{ requests: 20, intervalMs: 60_000, burst: 5 }];

export const LINK_SEARCH: NamedQuota = { name: "link-search", limits: REST_LIMITS };
export const ADVERTISER_LOOKUP: NamedQuota = { name: "advertiser-lookup", limits: REST_LIMITS };

/** CJ publishes no number for GraphQL: one call a second disturbs nobody. */
export const GRAPHQL: NamedQuota = {
  name: "graphql",
  limits: [{ requests: 60, intervalMs: 60_000, burst: 5 }],
};
