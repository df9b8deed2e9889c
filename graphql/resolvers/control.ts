/** The fields that need sources, runs and networks only, and the mutations. */
import type { ControlContext } from "../context.ts";
import type { Resolvers } from "../resolver-map.ts";
import * as mutations from "./mutations.ts";
import { lastSeenAt } from "./offer-fields.ts";
import { publishOfferChange, publishSyncRun } from "./publishing.ts";
import { runsOfSource, syncRun, syncRuns } from "./runs.ts";
import { health, lastRun, networks, nextRunAt, source, sources } from "./sources.ts";

export const controlResolvers = {
  Query: { networks, source, sources, syncRun, syncRuns },
  Mutation: { ...mutations, publishOfferChange, publishSyncRun },
  Offer: { lastSeenAt },
  Source: { health, lastRun, nextRunAt, runs: runsOfSource },
} satisfies Resolvers<ControlContext>;
