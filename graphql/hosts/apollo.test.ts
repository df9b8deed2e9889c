import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { sampleRecord } from "../../shared/readmodel/records.fixture.ts";
import { unknownHealth } from "../../shared/health/records.ts";
import { sampleRun, sampleSource } from "../stores.fixture.ts";
import { startTestApi, type TestApi } from "./api.fixture.ts";

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
}, 60_000);
beforeEach(async () => {
  await api.model.clear();
  api.role = "ADMIN";
  api.health.records.clear();
  for (const list of [
    api.ledger.records,
    api.sources.sources,
    api.sources.runs,
    api.sources.asked,
    api.control.calls,
    api.errors,
  ]) {
    list.length = 0;
  }
});
afterAll(() => api.stop());

test("a list gives nodes, edges, page info, and a total when it is asked for", async () => {
  await api.store(
    sampleRecord({ sourceOfferId: "a", changedAt: "2026-02-01T00:00:00.000Z" }),
    sampleRecord({ sourceOfferId: "b" }),
  );
  const { data } = await api.ask(`{ offers(first: 1) {
    nodes { id price { amount currency } } edges { node { id } } pageInfo { hasNextPage } totalCount } }`);
  expect(data).toEqual({
    offers: {
      nodes: [{ id: "src:a", price: { amount: "80.00", currency: "EUR" } }],
      edges: [{ node: { id: "src:a" } }],
      pageInfo: { hasNextPage: true },
      totalCount: 2,
    },
  });
});

test("pages follow one another by cursor", async () => {
  await api.store(...["a", "b", "c"].map((sourceOfferId) => sampleRecord({ sourceOfferId })));
  const query = `query ($after: String) { offers(first: 2, after: $after, orderBy: TOP) { nodes { id } pageInfo { endCursor hasNextPage } } }`;
  const first = await api.ask(query);
  interface Page {
    readonly nodes: readonly { readonly id: string }[];
    readonly pageInfo: { readonly endCursor: string };
  }
  const { nodes, pageInfo } = first.data!["offers"] as unknown as Page;
  const second = await api.ask(query, { after: pageInfo.endCursor });
  expect(second.data).toMatchObject({ offers: { pageInfo: { hasNextPage: false } } });
  const rest = (second.data!["offers"] as unknown as Page).nodes;
  expect([nodes.length, rest.length]).toEqual([2, 1]);
  expect([...nodes, ...rest].map(({ id }) => id).toSorted()).toEqual(["src:a", "src:b", "src:c"]);
});

test.each([
  [`{ offers(after: "garbage") { totalCount } }`],
  [`{ offers(first: 0) { totalCount } }`],
  [`{ offers(first: 201) { totalCount } }`],
  [`{ offers(orderBy: RELEVANCE) { totalCount } }`],
  [`{ offers(filter: { minPrice: "ten" }) { totalCount } }`],
  [`{ offers(filter: { changedSince: "yesterday" }) { totalCount } }`],
  [`{ offerChanges(since: "garbage") { cursor } }`],
  [`{ syncRuns(after: "garbage") { pageInfo { endCursor } } }`],
])("a caller's mistake is BAD_USER_INPUT, without a stack trace: %s", async (query) => {
  const { errors, text } = await api.ask(query);
  expect(errors[0]?.extensions["code"]).toMatch(/BAD_USER_INPUT|GRAPHQL_VALIDATION_FAILED/);
  expect(text).not.toMatch(/stack|node_modules|\.ts:/);
});

test("an error of ours is masked before the caller and told to the log", async () => {
  api.sources.list = () => Promise.reject(new Error("table arn:aws:… is gone"));
  const { errors, text } = await api.ask(`{ sources { id } }`);
  Reflect.deleteProperty(api.sources, "list");
  expect(errors[0]?.extensions).toEqual({ code: "INTERNAL_SERVER_ERROR" });
  expect(text).not.toContain("arn:aws");
  expect(api.errors.map(String)).toEqual(["Error: table arn:aws:… is gone"]);
});

test("a single offer comes from the ledger, with its versions as they were", async () => {
  api.ledger.records.push(
    sampleRecord({ content: { title: "Old" } }),
    sampleRecord({ version: 2, content: { title: "New" }, cause: "ROLLBACK", author: "ops" }),
  );
  const { data } = await api.ask(`{ offer(id: "src:1") { title version
    versions(first: 1) { nodes { version cause author offer { title } } pageInfo { hasNextPage endCursor } } } }`);
  expect(data).toMatchObject({
    offer: {
      title: "New",
      version: 2,
      versions: {
        nodes: [{ version: 2, cause: "ROLLBACK", author: "ops", offer: { title: "New" } }],
        pageInfo: { hasNextPage: true },
      },
    },
  });
});

test("versions are paged", async () => {
  api.ledger.records.push(...[1, 2, 3].map((version) => sampleRecord({ version })));
  const query = `query ($after: String) { offer(id: "src:1") { versions(first: 2, after: $after) { nodes { version } pageInfo { endCursor } } } }`;
  const first = await api.ask(query);
  const { versions } = first.data!["offer"] as unknown as { versions: { pageInfo: { endCursor: string } } };
  const second = await api.ask(query, { after: versions.pageInfo.endCursor });
  expect(second.data).toMatchObject({ offer: { versions: { nodes: [{ version: 1 }] } } });
});

test("versions and runs go on after the cursor of any of their edges", async () => {
  api.ledger.records.push(...[1, 2, 3].map((version) => sampleRecord({ version })));
  api.sources.runs.push(...["src:01", "src:02", "src:03"].map((id) => sampleRun({ id })));
  const query = `query ($version: String, $run: String) {
    offer(id: "src:1") { versions(after: $version) { edges { cursor node { version } } } }
    syncRuns(after: $run) { edges { cursor node { id } } } }`;
  interface Edges {
    readonly edges: readonly { readonly cursor: string }[];
  }
  const first = await api.ask(query);
  const { versions } = first.data!["offer"] as unknown as { readonly versions: Edges };
  const runs = first.data!["syncRuns"] as unknown as Edges;
  const after = await api.ask(query, { version: versions.edges[1]?.cursor, run: runs.edges[0]?.cursor });
  expect(after.data).toMatchObject({
    offer: { versions: { edges: [{ node: { version: 1 } }] } },
    syncRuns: { edges: [{ node: { id: "src:02" } }, { node: { id: "src:01" } }] },
  });
});

test("lastSeenAt is the source's last complete listing, the tombstone's own, or when it was found", async () => {
  api.sources.sources.push(sampleSource({ lastCompleteAt: "2026-03-01T00:00:00.000Z" }));
  await api.store(
    sampleRecord({ sourceOfferId: "listed" }),
    sampleRecord({ sourceOfferId: "new", firstSeenAt: "2026-03-02T00:00:00.000Z" }),
    sampleRecord({ sourceOfferId: "gone", status: "REMOVED", lastSeenAt: "2026-02-02T00:00:00.000Z" }),
  );
  const { data } = await api.ask(
    `{ offers(filter: { statuses: [ACTIVE, REMOVED] }, orderBy: LATEST) { nodes { sourceOfferId lastSeenAt } } }`,
  );
  const { nodes } = data!["offers"] as unknown as { nodes: { sourceOfferId: string; lastSeenAt: string }[] };
  expect(Object.fromEntries(nodes.map((node) => [node.sourceOfferId, node.lastSeenAt]))).toEqual({
    listed: "2026-03-01T00:00:00.000Z",
    new: "2026-03-02T00:00:00.000Z",
    gone: "2026-02-02T00:00:00.000Z",
  });
  expect(api.sources.asked).toEqual(["get src"]);
});

test("offers that are not active are for admins", async () => {
  await api.store(sampleRecord({ status: "HIDDEN" }));
  const query = `{ offer(id: "src:1") { status } offers(filter: { statuses: [HIDDEN] }) { nodes { id } } }`;
  expect((await api.ask(query)).data).toMatchObject({
    offer: { status: "HIDDEN" },
    offers: { nodes: [{ id: "src:1" }] },
  });
  api.role = "READER";
  expect((await api.ask(`{ offer(id: "src:1") { status } }`)).data).toEqual({ offer: null });
  expect((await api.ask(query)).errors[0]?.extensions["code"]).toBe("FORBIDDEN");
});

test("changes are told with their types, and go on from their cursor", async () => {
  await api.store(sampleRecord());
  const query = `query ($since: String) { offerChanges(since: $since) { nodes { type offerId version offer { title } } cursor hasMore } }`;
  const first = await api.ask(query);
  expect(first.data).toMatchObject({
    offerChanges: { nodes: [{ type: "CREATED", version: 1 }], hasMore: false },
  });
  await api.store(sampleRecord({ version: 2, status: "REMOVED" }));
  const { cursor } = first.data!["offerChanges"] as unknown as { cursor: string };
  expect((await api.ask(query, { since: cursor })).data).toMatchObject({
    offerChanges: { nodes: [{ type: "REMOVED", version: 2, offer: { title: "Trail running shoes" } }] },
  });
});

test("a source shows its settings as JSON text, its health, lag, runs and number of offers", async () => {
  api.sources.sources.push(sampleSource({ lastRunId: "src:02", lastCompleteAt: "2026-05-31T23:59:00.000Z" }));
  api.sources.runs.push(sampleRun(), sampleRun({ id: "src:02", status: "HELD" }));
  await api.store(sampleRecord(), sampleRecord({ sourceOfferId: "2", status: "REMOVED" }));
  const { data } =
    await api.ask(`{ source(id: "src") { settings health lagSeconds nextRunAt hasCredentials offerCount
    lastRun { id } runs(first: 1) { nodes { id } pageInfo { hasNextPage } } } }`);
  expect(data).toEqual({
    source: {
      settings: '{"region":"DE"}',
      health: "DEGRADED",
      lagSeconds: 60,
      nextRunAt: "2026-06-01T01:00:00.000Z",
      hasCredentials: true,
      offerCount: 1,
      lastRun: { id: "src:02" },
      runs: { nodes: [{ id: "src:02" }], pageInfo: { hasNextPage: true } },
    },
  });
});

test("a source says how it is doing, why, since when, and what its last test found", async () => {
  api.sources.sources.push(
    sampleSource({ lastRunId: "src:02", lastSuccessAt: "2026-05-31T23:59:00.000Z", enabled: true }),
  );
  api.sources.runs.push(
    sampleRun({
      id: "src:01",
      status: "FAILED",
      message: "It answered 500.",
      finishedAt: "2026-05-31T23:00:00.000Z",
    }),
    sampleRun({ id: "src:02", status: "RUNNING", finishedAt: null }),
  );
  const lastTest = {
    outcome: "FAILED" as const,
    message: "The network refused token.",
    at: "2026-05-31T23:30:00.000Z",
    ms: 900,
    offers: 0,
    rejected: 0,
  };
  api.health.records.set("src", {
    ...unknownHealth("src"),
    verdict: {
      state: "FAILING",
      reason: "r",
      since: "2026-05-30T00:00:00.000Z",
      checkedAt: "2026-05-31T23:05:00.000Z",
    },
    lastTest,
    limits: { staleAfterHours: 48, frozenAfterDays: null, partialAllowed: true },
  });
  const { data } = await api.ask(`{ source(id: "src") { health healthReport { state reason since checkedAt
    lastTest { outcome message at ms offers rejected } staleAfterSeconds staleAfterHours frozenAfterDays partialAllowed } }
    stats { failingSources } }`);
  expect(data).toEqual({
    source: {
      health: "FAILING",
      healthReport: {
        state: "FAILING",
        reason: "Its test failed. The network refused token. Test it again with: offers test src",
        since: "2026-05-30T00:00:00.000Z",
        checkedAt: "2026-05-31T23:05:00.000Z",
        lastTest,
        staleAfterSeconds: 172_800,
        staleAfterHours: 48,
        frozenAfterDays: null,
        partialAllowed: true,
      },
    },
    stats: { failingSources: 1 },
  });
});

test("a test of a source is its outcome, or why none was made; a limit that is left out is not told", async () => {
  const tested = (id: string) =>
    api.ask(
      `mutation { testSource(sourceId: "${id}") { source { id } test { outcome offers } userErrors { code } } }`,
    );
  expect((await tested("src")).data).toEqual({
    testSource: { source: { id: "src" }, test: { outcome: "PASSED", offers: 3 }, userErrors: [] },
  });
  expect((await tested("running")).data).toEqual({
    testSource: { source: null, test: null, userErrors: [{ code: "ALREADY_RUNNING" }] },
  });
  await api.ask(`mutation { a: setHealthLimits(sourceId: "src", frozenAfterDays: 0) { userErrors { code } }
    b: setHealthLimits(sourceId: "src", staleAfterHours: null, partialAllowed: true) { userErrors { code } } }`);
  expect(api.healthControl.limits).toEqual([
    { frozenAfterDays: 0 },
    { staleAfterHours: null, partialAllowed: true },
  ]);
  api.role = "READER";
  expect((await tested("src")).errors[0]).toMatchObject({ extensions: { code: "FORBIDDEN" } });
});

test("statistics count offers by what their dates make of them, and failing sources", async () => {
  api.sources.sources.push(
    sampleSource({ lastRunId: "src:01" }),
    sampleSource({ id: "bad", lastRunId: "bad:01" }),
  );
  api.sources.runs.push(sampleRun(), sampleRun({ id: "bad:01", status: "FAILED" }));
  await api.store(
    sampleRecord(),
    sampleRecord({ sourceOfferId: "2", content: { endsAt: "2026-01-02T00:00:00.000Z" } }),
  );
  const { data } = await api.ask(
    `{ stats { active expired removed hidden sources failingSources lastSyncAt } }`,
  );
  expect(data).toEqual({
    stats: {
      active: 1,
      expired: 1,
      removed: 0,
      hidden: 0,
      sources: 2,
      failingSources: 1,
      lastSyncAt: "2026-01-01T00:01:00.000Z",
    },
  });
});

test("a mutation answers with its result", async () => {
  const { data } = await api.ask(
    `mutation { syncSource(sourceId: "src", mode: FULL) { run { mode status } userErrors { code } } }`,
  );
  expect(data).toEqual({ syncSource: { run: { mode: "FULL", status: "RUNNING" }, userErrors: [] } });
});

test("a user's mistake in a mutation is a user error, not an exception", async () => {
  const { data, errors } = await api.ask(
    `mutation { removeSource(id: "none") { source { id } userErrors { field code message } } }`,
  );
  expect(errors).toEqual([]);
  expect(data).toEqual({
    removeSource: {
      source: null,
      userErrors: [{ field: ["sourceId"], code: "SOURCE_NOT_FOUND", message: 'There is no source "none".' }],
    },
  });
});

test("JSON arguments are text on the wire and values in the domain", async () => {
  await api.ask(
    `mutation ($credentials: AWSJSON!, $settings: AWSJSON) {
      setSourceCredentials(sourceId: "src", credentials: $credentials) { source { id } }
      addSource(input: { id: "src", networkId: "awin", name: "S", settings: $settings }) { source { settings } } }`,
    { credentials: '{"token":"t"}', settings: '{"a":[1]}' },
  );
  expect(api.control.calls).toEqual([
    ["setSourceCredentials", "src", { token: "t" }],
    ["addSource", expect.objectContaining({ id: "src", settings: { a: [1] } })],
  ]);
});

test("a JSON argument that is not JSON is refused before anything is done", async () => {
  const { errors } = await api.ask(
    `mutation ($c: AWSJSON!) { setSourceCredentials(sourceId: "src", credentials: $c) { source { id } } }`,
    { c: "{token" },
  );
  expect(errors[0]?.extensions["code"]).toBe("BAD_USER_INPUT");
  expect(api.control.calls).toEqual([]);
});

test("syncing all starts every enabled source and says so of each", async () => {
  api.sources.sources.push(
    sampleSource(),
    sampleSource({ id: "off", enabled: false }),
    sampleSource({ id: "lost" }),
  );
  const { data } = await api.ask(`mutation { syncAll { run { sourceId } userErrors { code } } }`);
  expect(data).toEqual({
    syncAll: [
      { run: { sourceId: "src" }, userErrors: [] },
      { run: null, userErrors: [{ code: "SOURCE_NOT_FOUND" }] },
    ],
  });
});

test("hiding an offer is a version with its author", async () => {
  await api.store(sampleRecord());
  const { data } = await api.ask(
    `mutation { hideOffer(id: "src:1", reason: "wrong price") { offer { status version } userErrors { code } } }`,
  );
  expect(data).toEqual({ hideOffer: { offer: { status: "HIDDEN", version: 2 }, userErrors: [] } });
  expect(api.ledger.records.at(-1)).toMatchObject({ author: "tester", reason: "wrong price" });
});

test("an override is shown, named, and given back; every mistake is answered at once", async () => {
  await api.store(sampleRecord());
  const override = `mutation ($input: OfferOverrideInput!) { overrideOffer(id: "src:1", input: $input) {
    offer { title description overriddenFields version } userErrors { code field } } }`;
  const input = { title: "Ours", description: null };
  expect((await api.ask(override, { input })).data).toEqual({
    overrideOffer: {
      offer: { title: "Ours", description: null, overriddenFields: ["title", "description"], version: 2 },
      userErrors: [],
    },
  });
  expect((await api.ask(override, { input: { title: "", languages: ["?"] } })).data).toEqual({
    overrideOffer: {
      offer: null,
      userErrors: [
        { code: "OVERRIDE_INVALID", field: ["input", "title"] },
        { code: "OVERRIDE_INVALID", field: ["input", "languages", "0"] },
      ],
    },
  });
  const { data } = await api.ask(
    `mutation { clearOverrides(id: "src:1", fields: ["title"]) { offer { title overriddenFields } userErrors { code } } }`,
  );
  expect(data).toEqual({
    clearOverrides: {
      offer: { title: "Trail running shoes", overriddenFields: ["description"] },
      userErrors: [],
    },
  });
});

test("who is no admin changes nothing", async () => {
  api.role = "READER";
  const { data, errors } = await api.ask(
    `mutation { setSourceEnabled(sourceId: "src", enabled: false) { source { id } userErrors { code } } }`,
  );
  expect(data).toBeNull();
  expect(errors[0]?.extensions).toEqual({ code: "FORBIDDEN" });
  expect(errors[0]?.message).toContain("sources:manage");
  expect(api.control.calls).toEqual([]);
});

test("an operation nested too deeply is refused, fragments counted", async () => {
  const deep = (levels: number): string =>
    levels === 0 ? "id" : `versions(first: 1) { nodes { offer { ${deep(levels - 1)} } } }`;
  expect((await api.ask(`{ offer(id: "x") { ${deep(3)} } }`)).errors).toEqual([]);
  expect(
    (await api.ask(`{ offer(id: "x") { ...F } } fragment F on Offer { ${deep(4)} }`)).errors[0]?.message,
  ).toContain("at most 12");
});

test("the schema can be read, as tools do", async () => {
  const { data } = await api.ask(
    `{ __type(name: "Offer") { fields { name type { ofType { ofType { ofType { name } } } } } } }`,
  );
  expect(JSON.stringify(data)).toContain("trackingUrl");
});

test("a page of another origin is kept out, one that is allowed is let in", async () => {
  const from = (origin: string) => api.ask(`{ stats { active } }`, {}, { origin });
  expect((await from("http://evil.example")).status).toBe(403);
  expect((await from("http://admin.example")).status).toBe(200);
  const preflight = await fetch(api.server.url, {
    method: "OPTIONS",
    headers: { origin: "http://admin.example" },
  });
  expect(preflight.headers.get("access-control-allow-origin")).toBe("http://admin.example");
});

test("a request that a browser would send without asking is refused", async () => {
  const simple = await fetch(`${api.server.url}?query={stats{active}}`);
  expect([simple.status, await simple.text()]).toEqual([400, expect.stringContaining("CSRF")]);
});
