/** Networks and sources. */
import * as z from "zod";
import { describedAs } from "../inputs.ts";
import { type Route, route } from "../route.ts";
import { HEALTH_REPORT, NETWORK, SOURCE, SOURCE_TEST, SYNC_RUN, USER_ERRORS } from "../selections.ts";

const tag = "Sources";
const missing = { code: "SOURCE_NOT_FOUND", what: "source" };

const settings = z
  .boolean()
  .default(false)
  .describe("True: with `settings`, which takes the scope `sources:manage`.");

const switching = (enabled: boolean): Route =>
  route({
    id: enabled ? "activateSource" : "deactivateSource",
    method: "POST",
    path: `/offers/sources/:slug/${enabled ? "activate" : "deactivate"}`,
    tag,
    summary: enabled
      ? "Switches a source on"
      : "Switches a source off: it is not synced until it is on again",
    document: `mutation Switch($id: ID!, $enabled: Boolean!, $settings: Boolean!) {
      setSourceEnabled(sourceId: $id, enabled: $enabled) { source { ...Source } ${USER_ERRORS} }
    }
    ${SOURCE}`,
    variables: ({ path }) => ({ id: path["slug"], enabled, settings: true }),
    answer: ["setSourceEnabled", "source"],
    status: 200,
    cache: "NEVER",
  });

export const sourceRoutes: readonly Route[] = [
  route({
    id: "listNetworks",
    method: "GET",
    path: "/offers/networks",
    tag,
    summary: "The networks that a source can be on, and what each needs",
    document: `query Networks { networks { ...Network } } ${NETWORK}`,
    answer: ["networks"],
    status: 200,
    cache: "PUBLIC",
  }),
  route({
    id: "listSources",
    method: "GET",
    path: "/offers/sources",
    tag,
    summary: "Every source",
    query: z.strictObject({ settings }),
    document: `query Sources($settings: Boolean!) { sources { ...Source } } ${SOURCE}`,
    variables: ({ query }) => query,
    answer: ["sources"],
    status: 200,
    cache: "REVALIDATED",
  }),
  route({
    id: "addSource",
    method: "POST",
    path: "/offers/sources",
    tag,
    summary: "Adds a source",
    body: describedAs(
      z.strictObject({
        id: z.string(),
        networkId: z.string(),
        name: z.string(),
        settings: z.record(z.string(), z.unknown()).optional(),
        schedule: z.string().optional(),
        enabled: z.boolean().optional(),
      }),
      "AddSourceInput",
    ),
    document: `mutation Add($input: AddSourceInput!, $settings: Boolean!) {
      addSource(input: $input) { source { ...Source } ${USER_ERRORS} }
    }
    ${SOURCE}`,
    variables: ({ body: { settings: given, ...input } }) => ({
      input: { ...input, ...(given === undefined ? {} : { settings: JSON.stringify(given) }) },
      settings: true,
    }),
    answer: ["addSource", "source"],
    status: 201,
    location: (body) => `/offers/sources/${encodeURIComponent((body as { readonly id: string }).id)}`,
    cache: "NEVER",
  }),
  route({
    id: "getSource",
    method: "GET",
    path: "/offers/sources/:slug",
    tag,
    summary: "One source",
    query: z.strictObject({ settings }),
    document: `query Source($id: ID!, $settings: Boolean!) { source(id: $id) { ...Source } } ${SOURCE}`,
    variables: ({ path, query }) => ({ id: path["slug"], ...query }),
    answer: ["source"],
    missing,
    status: 200,
    cache: "REVALIDATED",
  }),
  switching(true),
  switching(false),
  route({
    id: "setSourceCredentials",
    method: "PUT",
    path: "/offers/sources/:slug/credentials",
    tag,
    summary: "Stores a source's credentials, which can never be read back",
    body: z
      .record(z.string(), z.unknown())
      .describe("The network's `credentialFields`, by name. It is stored encrypted and in no log."),
    document: `mutation Credentials($id: ID!, $credentials: AWSJSON!, $settings: Boolean!) {
      setSourceCredentials(sourceId: $id, credentials: $credentials) { source { ...Source } ${USER_ERRORS} }
    }
    ${SOURCE}`,
    variables: ({ path, body }) => ({
      id: path["slug"],
      credentials: JSON.stringify(body),
      settings: true,
    }),
    answer: ["setSourceCredentials", "source"],
    status: 200,
    cache: "NEVER",
  }),
  route({
    id: "sourceStatus",
    method: "GET",
    path: "/offers/sources/:slug/status",
    tag,
    summary: "How a source is doing, why, what to do, and how its last run went",
    document: `query Status($id: ID!) {
      source(id: $id) { id name enabled offerCount lagSeconds nextRunAt health healthReport { ...SourceHealthReport }
        lastRun { ...SyncRun } }
    }
    ${HEALTH_REPORT} ${SYNC_RUN}`,
    variables: ({ path }) => ({ id: path["slug"] }),
    answer: ["source"],
    missing,
    status: 200,
    cache: "REVALIDATED",
  }),
  route({
    id: "testSource",
    method: "POST",
    path: "/offers/sources/:slug/test",
    tag,
    summary: "Tests a source now, within 20 seconds: its credentials, and the first page of its listing",
    description:
      "Stores no offer. A test that failed is no error of the request: `outcome` and `message` say what is wrong.",
    document: `mutation Test($id: ID!) { testSource(sourceId: $id) { test { ...SourceTest } ${USER_ERRORS} } }
    ${SOURCE_TEST}`,
    variables: ({ path }) => ({ id: path["slug"] }),
    answer: ["testSource", "test"],
    status: 200,
    cache: "NEVER",
  }),
];
