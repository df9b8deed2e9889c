/** Sync runs: starting, following and ending them. */
import * as z from "zod";
import { modeBody, paging } from "../inputs.ts";
import { type Route, route } from "../route.ts";
import { PAGE_INFO, SYNC_RUN, USER_ERRORS } from "../selections.ts";
import { afterPage } from "./offers.ts";

const tag = "Sync";

const ending = (verb: string, mutation: string, summary: string, status: 200 | 202): Route =>
  route({
    id: mutation,
    method: "POST",
    path: `/offers/sync/:runId/${verb}`,
    tag,
    summary,
    document: `mutation End($id: ID!) { ${mutation}(runId: $id) { run { ...SyncRun } ${USER_ERRORS} } } ${SYNC_RUN}`,
    variables: ({ path }) => ({ id: path["runId"] }),
    answer: [mutation, "run"],
    status,
    cache: "NEVER",
  });

export const syncRoutes: readonly Route[] = [
  route({
    id: "syncAll",
    method: "POST",
    path: "/offers/sync/all",
    tag,
    summary: "Starts a sync of every enabled source",
    description:
      "One answer a source: its run, or in `userErrors` why there is none, such as one that is under way.",
    body: modeBody,
    document: `mutation SyncAll($mode: SyncMode) { syncAll(mode: $mode) { run { ...SyncRun } ${USER_ERRORS} } }
    ${SYNC_RUN}`,
    variables: ({ body }) => ({ ...body }),
    answer: ["syncAll"],
    status: 202,
    cache: "NEVER",
  }),
  route({
    id: "syncSource",
    method: "POST",
    path: "/offers/sync/source/:slug",
    tag,
    summary: "Starts a sync of a source",
    body: modeBody,
    document: `mutation Sync($id: ID!, $mode: SyncMode) {
      syncSource(sourceId: $id, mode: $mode) { run { ...SyncRun } ${USER_ERRORS} }
    }
    ${SYNC_RUN}`,
    variables: ({ path, body }) => ({ id: path["slug"], ...body }),
    answer: ["syncSource", "run"],
    status: 202,
    cache: "NEVER",
  }),
  route({
    id: "syncStatus",
    method: "GET",
    path: "/offers/sync/status",
    tag,
    summary: "Each source's newest run, and when it is synced next",
    document: `query SyncStatus { sources { id name enabled health lagSeconds nextRunAt lastRun { ...SyncRun } } }
    ${SYNC_RUN}`,
    answer: ["sources"],
    status: 200,
    cache: "REVALIDATED",
  }),
  route({
    id: "syncHistory",
    method: "GET",
    path: "/offers/sync/history",
    tag,
    summary: "Sync runs of one source or of all, newest first",
    query: z.strictObject({
      sourceId: z.string().max(200).optional().describe("Of this source only."),
      ...paging,
    }),
    document: `query Runs($sourceId: ID, $first: Int, $after: String) {
      syncRuns(sourceId: $sourceId, first: $first, after: $after) { nodes { ...SyncRun } ${PAGE_INFO} }
    }
    ${SYNC_RUN}`,
    variables: ({ query }) => query,
    answer: ["syncRuns"],
    next: afterPage,
    status: 200,
    cache: "REVALIDATED",
  }),
  ending("cancel", "cancelSync", "Stops a run that is under way", 200),
  ending("release", "releaseHeldRun", "Lets a held run remove what it found gone, as a run of its own", 202),
];
