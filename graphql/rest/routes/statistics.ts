/** The feed in numbers, and how it is doing. */
import * as z from "zod";
import { paging } from "../inputs.ts";
import { type Route, route } from "../route.ts";
import { ANALYTICS, FEED_STATS, HEALTH_REPORT } from "../selections.ts";

const tag = "Statistics";

export const statisticsRoutes: readonly Route[] = [
  route({
    id: "statistics",
    method: "GET",
    path: "/offers/statistics",
    tag,
    summary: "How many offers and sources there are",
    document: `query Statistics { stats { ...FeedStats } } ${FEED_STATS}`,
    answer: ["stats"],
    status: 200,
    cache: "PUBLIC",
  }),
  route({
    id: "analyticsSummary",
    method: "GET",
    path: "/offers/analytics/summary",
    tag,
    summary:
      "The feed at a glance: its offers by network, kind, country and merchant, averages, changes per day, freshness",
    query: z.strictObject({
      first: paging.first.default(10).describe("How many networks, merchants and so on, 1 to 200."),
    }),
    document: `query Analytics($first: Int) { analyticsSummary(first: $first) { ...AnalyticsSummary } } ${ANALYTICS}`,
    variables: ({ query }) => query,
    answer: ["analyticsSummary"],
    status: 200,
    cache: "PUBLIC",
  }),
  route({
    id: "health",
    method: "GET",
    path: "/offers/health",
    tag,
    summary: "Whether the feed answers, and how each source is doing, why, and what to do",
    document: `query Health {
      stats { ...FeedStats }
      sources { id name health healthReport { ...SourceHealthReport } }
    }
    ${FEED_STATS} ${HEALTH_REPORT}`,
    answer: [],
    status: 200,
    cache: "REVALIDATED",
  }),
];
