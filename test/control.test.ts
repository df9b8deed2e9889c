/** What admins do with sources, runs and offers, and how each mistake is answered. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Outcome } from "../shared/control/outcome.ts";
import { awinSandboxCredentials } from "../shared/networks/awin/sandbox/credentials.ts";
import { body, type FeedServer, startFeedServer } from "./engines/feed-server.ts";
import { startTestFeed, type TestFeed } from "./support.ts";

let test: TestFeed;
let partner: FeedServer;

const settings = (path: string) => ({
  url: `${partner.origin}${path}`,
  map: { sourceOfferId: "id", title: "name", trackingUrl: "url" },
});

beforeAll(async () => {
  [test, partner] = await Promise.all([startTestFeed(), startFeedServer()]);
  partner.paths.set("/feed.json", body('[{"id":"a","name":"One","url":"https://shop.example/a"}]'));
  await test.feed.control.addSource({
    id: "shop",
    networkId: "generic-feed",
    name: "Shop",
    settings: settings("/feed.json"),
  });
  await test.synced("shop");
}, 120_000);
afterAll(async () => {
  await Promise.all([test.discard(), partner.close()]);
});

const codeOf = (outcome: Outcome<unknown>): string => (outcome.ok ? "done" : outcome.error.code);
const messageOf = (outcome: Outcome<unknown>): string => (outcome.ok ? "" : outcome.error.message);

describe("adding a source", () => {
  const valid = { id: "new", networkId: "generic-feed", name: "New" };
  it.each([
    [{ ...valid, id: "Not An Id" }, "SOURCE_ID_INVALID", "lower-case letters"],
    [{ ...valid, id: "shop-abc123" }, "SOURCE_ID_INVALID", "exactly six characters"],
    [{ ...valid, networkId: "nowhere" }, "NETWORK_NOT_FOUND", "Known: amazon, avantlink, awin"],
    [{ ...valid, schedule: "hourly" }, "SCHEDULE_INVALID", "rate(30 minutes)"],
    [{ ...valid, schedule: "none" }, "SCHEDULE_INVALID", "rate(30 minutes)"],
    [{ ...valid, networkId: "manual", schedule: "rate(1 hour)" }, "SCHEDULE_INVALID", "not a schedule"],
    [{ ...valid, settings: { feild: 1 } }, "SETTINGS_INVALID", "feild"],
    [
      { ...valid, id: "shop", settings: { url: "https://x.example/f", preset: "rss" } },
      "SOURCE_EXISTS",
      "already",
    ],
  ])("refuses %j as %s", async (input, code, message) => {
    const outcome = await test.feed.control.addSource(input);
    expect([codeOf(outcome), messageOf(outcome)]).toEqual([code, expect.stringContaining(message)]);
  });
});

describe("a source that is removed", () => {
  it("takes its offers up again when one of its id is added anew", async () => {
    const { control, ledger } = test.feed;
    const again = { id: "again", networkId: "generic-feed", name: "Again", settings: settings("/feed.json") };
    expect(codeOf(await control.addSource(again))).toBe("done");
    for (let run = 0; run < 3; run += 1) await test.synced("again");
    expect(codeOf(await control.removeSource("again"))).toBe("done");
    await test.idle();
    expect(await ledger.current("again:a")).toMatchObject({ status: "REMOVED", version: 2 });
    expect(codeOf(await control.addSource(again))).toBe("done");
    expect(await test.synced("again")).toMatchObject({
      status: "SUCCEEDED",
      coverage: "COMPLETE",
      changed: 1,
    });
    expect(await ledger.current("again:a")).toMatchObject({ status: "ACTIVE", version: 3 });
    expect(await test.synced("again")).toMatchObject({ unchanged: 1, writeUnits: 0 });
  });
});

describe("a rollback of a source", () => {
  it.each([
    ["nowhere", "2026-01-01T00:00:00Z", "SOURCE_NOT_FOUND", "no source"],
    ["shop", "yesterday", "TIME_INVALID", "write it as"],
    ["shop", "2026-13-41T00:00:00Z", "TIME_INVALID", "write it as"],
    ["shop", "2999-01-01T00:00:00Z", "TIME_INVALID", "lies ahead"],
  ])("of %s to %s is refused as %s", async (id, to, code, message) => {
    const outcome = await test.feed.control.rollbackSource(id, to, { dryRun: true, author: "ada" });
    expect([codeOf(outcome), messageOf(outcome)]).toEqual([code, expect.stringContaining(message)]);
  });

  it("is asked for over GraphQL, counts first, and is a run with versions of its own", async () => {
    partner.paths.set("/moody.json", body('[{"id":"m","name":"Good","url":"https://shop.example/m"}]'));
    await test.feed.control.addSource({
      id: "moody",
      networkId: "generic-feed",
      name: "Moody",
      settings: settings("/moody.json"),
    });
    await test.synced("moody");
    const good = new Date().toISOString();
    partner.paths.set("/moody.json", body('[{"id":"m","name":"BROKEN","url":"https://shop.example/m"}]'));
    await test.synced("moody");
    const ask = `mutation ($to: AWSDateTime!, $dryRun: Boolean) {
      rollbackSource(sourceId: "moody", to: $to, dryRun: $dryRun) { run { id task dryRun } userErrors { code } }
    }`;
    interface Asked {
      readonly rollbackSource: { readonly run: { readonly id: string } };
    }
    const dry = await test.query<Asked>(ask, { to: good });
    await test.idle();
    expect(dry.rollbackSource).toMatchObject({ run: { task: "ROLLBACK", dryRun: true }, userErrors: [] });
    expect(await test.feed.sources.getRun(dry.rollbackSource.run.id)).toMatchObject({
      status: "SUCCEEDED",
      changed: 1,
    });
    expect(await test.feed.ledger.current("moody:m")).toMatchObject({ version: 2 });
    const real = await test.query<Asked>(ask, { to: good, dryRun: false });
    await test.idle();
    const { offer } = await test.query<{ offer: { title: string; versions: { nodes: unknown[] } } }>(
      `{ offer(id: "moody:m") { title versions { nodes { version cause runId author changedFields } } } }`,
    );
    expect(offer.title).toBe("Good");
    expect(offer.versions.nodes[0]).toEqual({
      version: 3,
      cause: "ROLLBACK",
      runId: real.rollbackSource.run.id,
      author: "tester",
      changedFields: ["title"],
    });
  });
});

describe("a source that editors fill", () => {
  it("has no schedule, is never stale, and its offers are seen, rolled back and removed like any others", async () => {
    const { control, ledger, sources } = test.feed;
    expect(await control.addSource({ id: "picks", networkId: "manual", name: "Picks" })).toMatchObject({
      ok: true,
      value: { schedule: "none" },
    });
    expect(codeOf(await control.syncSource("picks", "FULL"))).toBe("SOURCE_MANUAL");
    const create = `mutation ($offers: [ManualOfferInput!]!) { createOffers(sourceId: "picks", offers: $offers) {
      run { status created changed } offers { id version overriddenFields } userErrors { code field } } }`;
    const offer = (title: string) => [
      {
        sourceOfferId: "p1",
        kind: "COUPON",
        title,
        couponCode: "TEN",
        trackingUrl: "https://shop.example/p1",
      },
    ];
    const bad = { sourceOfferId: "p2", kind: "DEAL", title: "", trackingUrl: "https://shop.example/p2" };
    expect(await test.query(create, { offers: [...offer("Good"), bad] })).toEqual({
      createOffers: {
        run: { status: "SUCCEEDED", created: 1, changed: 0 },
        offers: [{ id: "picks:p1", version: 1, overriddenFields: [] }],
        userErrors: [{ code: "OFFER_INVALID", field: ["offers", "1", "title"] }],
      },
    });
    const good = new Date().toISOString();
    await test.query(create, { offers: offer("Worse") });
    await test.idle();
    const seen = `{ offers(filter: { sourceIds: ["picks"] }) { nodes { title lastSeenAt } }
      source(id: "picks") { health nextRunAt healthReport { staleAfterSeconds } } }`;
    expect(await test.query(seen)).toMatchObject({
      offers: { nodes: [{ title: "Worse" }] },
      source: {
        health: "HEALTHY",
        nextRunAt: null,
        healthReport: { staleAfterSeconds: 2_147_483_647 },
      },
    });
    expect(codeOf(await control.rollbackSource("picks", good, { dryRun: false, author: "ada" }))).toBe(
      "done",
    );
    await test.idle();
    expect(await ledger.current("picks:p1")).toMatchObject({ version: 3, content: { title: "Good" } });
    expect(codeOf(await control.removeSource("picks"))).toBe("done");
    await test.idle();
    expect(await ledger.current("picks:p1")).toMatchObject({ status: "REMOVED", version: 4 });
    expect(await sources.get("picks")).toBeNull();
  });
});

describe("credentials", () => {
  it("are checked field by field, stored, and nowhere to be read", async () => {
    const { control } = test.feed;
    expect(codeOf(await control.addSource({ id: "account", networkId: "awin", name: "Account" }))).toBe(
      "done",
    );
    const failed = await test.synced("account");
    expect(failed).toMatchObject({ status: "FAILED", coverage: "PARTIAL" });
    expect(failed.message).toMatch(/Credentials are missing: .*offers sources credentials account/);
    expect(messageOf(await control.setSourceCredentials("account", { password: "hunter22" }))).toMatch(
      /has no credential password. It takes: /,
    );
    expect(codeOf(await control.setSourceCredentials("account", {}))).toBe("CREDENTIALS_INVALID");
    expect(codeOf(await control.setSourceCredentials("account", "secret"))).toBe("CREDENTIALS_INVALID");
    expect(codeOf(await control.setSourceCredentials("missing", {}))).toBe("SOURCE_NOT_FOUND");
    const set = await control.setSourceCredentials("account", awinSandboxCredentials);
    expect(set).toMatchObject({ ok: true, value: { hasCredentials: true } });
    const shown = await test.query(
      `{ sources { id settings hasCredentials lastRun { message } } networks { id settingsSchema } }`,
    );
    expect(JSON.stringify([shown, set])).not.toContain(awinSandboxCredentials.accessToken);
  });
});

describe("runs", () => {
  it("are refused for a source that is unknown, disabled or being synced", async () => {
    const { control } = test.feed;
    expect(codeOf(await control.syncSource("missing", "FULL"))).toBe("SOURCE_NOT_FOUND");
    await control.setSourceEnabled("shop", false);
    expect(codeOf(await control.syncSource("shop", "FULL"))).toBe("SOURCE_DISABLED");
    await control.setSourceEnabled("shop", true);
    expect(codeOf(await control.setSourceEnabled("missing", true))).toBe("SOURCE_NOT_FOUND");
    const outcomes = await Promise.all([
      control.syncSource("shop", "FULL"),
      control.syncSource("shop", "FULL"),
    ]);
    expect(outcomes.map(codeOf).toSorted()).toEqual(["ALREADY_RUNNING", "done"]);
    await test.idle();
  });

  it("stop when they are cancelled, and what they wrote stays", async () => {
    const { control, sources } = test.feed;
    // The first half comes, the second half never does.
    partner.paths.set("/slow.jsonl", (_, response) => {
      for (let place = 0; place < 20_000; place += 1) {
        response.write(
          `${JSON.stringify({ id: `s${place}`, name: `Slow ${place}`, url: "https://shop.example/s" })}\n`,
        );
      }
    });
    await control.addSource({
      id: "slow",
      networkId: "generic-feed",
      name: "Slow",
      settings: settings("/slow.jsonl"),
    });
    const begun = await control.syncSource("slow", "FULL");
    if (!begun.ok) throw new Error(begun.error.message);
    await expect
      .poll(async () => (await sources.getRun(begun.value.id))?.fetched, { timeout: 20_000 })
      .toBeGreaterThan(0);
    expect(codeOf(await control.cancelSync(begun.value.id))).toBe("done");
    await test.idle();
    expect(await sources.getRun(begun.value.id)).toMatchObject({
      status: "CANCELLED",
      coverage: "PARTIAL",
      removed: 0,
    });
    expect(codeOf(await control.cancelSync(begun.value.id))).toBe("RUN_NOT_RUNNING");
    expect(codeOf(await control.cancelSync("slow:nothing"))).toBe("RUN_NOT_FOUND");
  });

  it("are released only while they are HELD and the newest", async () => {
    const { control, sources } = test.feed;
    const lines = (count: number): string =>
      JSON.stringify(
        Array.from({ length: count }, (_, place) => ({
          id: `h${place}`,
          name: `Held ${place}`,
          url: "https://shop.example/h",
        })),
      );
    partner.paths.set("/held.json", body(lines(60)));
    await control.addSource({
      id: "held",
      networkId: "generic-feed",
      name: "Held",
      settings: settings("/held.json"),
    });
    const first = await test.synced("held");
    expect(codeOf(await control.releaseHeldRun(first.id))).toBe("RUN_NOT_HELD");
    expect(codeOf(await control.releaseHeldRun("held:nothing"))).toBe("RUN_NOT_FOUND");
    partner.paths.set("/held.json", body(lines(10)));
    const held = await test.synced("held");
    expect(held).toMatchObject({ status: "HELD", removed: 0, heldRemovals: 50 });
    partner.paths.set("/held.json", body("nothing", "text/plain", 500));
    const released = await control.releaseHeldRun(held.id);
    if (!released.ok) throw new Error(released.error.message);
    await test.idle();
    expect(await sources.getRun(released.value.id)).toMatchObject({ status: "SUCCEEDED", removed: 50 });
    partner.paths.set("/held.json", body(lines(60)));
    await test.synced("held");
    partner.paths.set("/held.json", body(lines(10)));
    const heldAgain = await test.synced("held");
    partner.paths.set("/held.json", body("<html>", "text/html"));
    await test.synced("held");
    expect(codeOf(await control.releaseHeldRun(heldAgain.id))).toBe("RUN_OVERTAKEN");
  });
});

describe("single offers", () => {
  it("are hidden, shown and rolled back as versions with their author, and not found by a wrong id or version", async () => {
    const { curation, ledger } = test.feed;
    expect(codeOf(await curation.hideOffer("shop:none", null, "ada"))).toBe("OFFER_NOT_FOUND");
    expect(codeOf(await curation.unhideOffer("shop:none", "ada"))).toBe("OFFER_NOT_FOUND");
    expect(codeOf(await curation.rollbackOffer("shop:none", 1, "ada"))).toBe("OFFER_NOT_FOUND");
    expect(messageOf(await curation.rollbackOffer("shop:a", 9, "ada"))).toBe(
      'Offer "shop:a" has no version 9; its newest is 1.',
    );
    await curation.hideOffer("shop:a", "wrong price", "ada");
    await test.idle();
    const hidden = await test.query<{ offers: { totalCount: number } }>(
      `{ offers(filter: { sourceIds: ["shop"] }) { totalCount } }`,
    );
    expect(hidden.offers.totalCount).toBe(0);
    await curation.unhideOffer("shop:a", "ada");
    partner.paths.set("/feed.json", body('[{"id":"a","name":"Two","url":"https://shop.example/a"}]'));
    await test.synced("shop");
    await curation.rollbackOffer("shop:a", 1, "grace");
    const versions = await ledger.versions("shop:a", { first: 10, before: null });
    expect(
      versions.map(({ cause, author, status, content }) => [cause, author, status, content.title]),
    ).toEqual([
      ["ROLLBACK", "grace", "ACTIVE", "One"],
      ["SYNC", null, "ACTIVE", "Two"],
      ["ADMIN", "ada", "ACTIVE", "One"],
      ["ADMIN", "ada", "HIDDEN", "One"],
      ["SYNC", null, "ACTIVE", "One"],
    ]);
    await test.idle();
  });
});

describe("who may do what, on the whole feed", () => {
  const ask = async (query: string, authorization?: string) => {
    const response = await fetch(test.graphqlUrl, {
      method: "POST",
      headers: { "content-type": "application/json", ...(authorization ? { authorization } : {}) },
      body: JSON.stringify({ query }),
    });
    return (await response.json()) as {
      data: Record<string, never> | null;
      errors?: { extensions: { code: string } }[];
    };
  };

  it("everybody here may read, a key may do what it was made for, and what it did stands in the log", async () => {
    expect((await ask("{ stats { active } viewer { kind } }")).data).toMatchObject({
      viewer: { kind: "ANONYMOUS" },
    });
    const hide = `mutation { hideOffer(id: "shop:a", reason: "wrong") { offer { status } userErrors { code } } }`;
    expect((await ask(hide)).errors?.[0]?.extensions.code).toBe("UNAUTHENTICATED");

    const { createApiKey } = await test.query<{ createApiKey: { secret: string; apiKey: { id: string } } }>(
      `mutation { createApiKey(input: { name: "desk", role: EDITOR }) { secret apiKey { id } userErrors { code } } }`,
    );
    const key = `Bearer ${createApiKey.secret}`;
    expect((await ask(hide, key)).data).toEqual({
      hideOffer: { offer: { status: "HIDDEN" }, userErrors: [] },
    });
    expect((await ask("mutation { syncAll { run { id } } }", key)).errors?.[0]?.extensions.code).toBe(
      "FORBIDDEN",
    );

    const { auditLog } = await test.query<{ auditLog: { nodes: { author: string; action: string }[] } }>(
      "{ auditLog(first: 3) { nodes { author action arguments outcome codes address } } }",
    );
    const author = `key:${createApiKey.apiKey.id} (desk)`;
    const from = { address: "127.0.0.1" };
    expect(auditLog.nodes).toEqual([
      {
        author,
        action: "syncAll",
        arguments: '{"mode":"INCREMENTAL"}',
        outcome: "REFUSED",
        codes: ["FORBIDDEN"],
        ...from,
      },
      {
        author,
        action: "hideOffer",
        outcome: "DONE",
        codes: [],
        ...from,
        arguments: expect.stringContaining('"reason":"wrong"'),
      },
      expect.objectContaining({ author: "tester", action: "createApiKey", outcome: "DONE" }),
    ]);
    expect(JSON.stringify(auditLog)).not.toContain(createApiKey.secret);

    // The same key at the function that AppSync asks.
    const authorized = async (authorizationToken: string) =>
      (await test.cloud.invoke("offerfeed-local-authorize", { authorizationToken })).outcome;
    const told = await authorized(key);
    expect(told.ok && JSON.parse(told.payload)).toMatchObject({
      isAuthorized: true,
      resolverContext: {
        author,
        kind: "API_KEY",
        role: "EDITOR",
        scopes: "offers:read sources:read offers:curate",
      },
      deniedFields: expect.arrayContaining(["Mutation.syncAll", "Source.settings"]),
    });
    const notAuthorized = await authorized("Bearer x");
    expect(notAuthorized.ok && JSON.parse(notAuthorized.payload)).toEqual({
      isAuthorized: false,
      ttlOverride: 0,
    });

    await test.query(`mutation { revokeApiKey(id: "${createApiKey.apiKey.id}") { apiKey { active } } }`);
    expect((await ask("{ stats { active } }", key)).errors?.[0]?.extensions.code).toBe("UNAUTHENTICATED");
  });
});
