/** Checks of sources against the real DynamoDB engine, with an adapter whose listing each test scripts. */
import { beforeEach, describe, expect, it } from "vitest";
import { SOURCES_TABLE } from "../../test/engines/dynamodb.ts";
import { QuotaUsedUp } from "../http/errors.ts";
import { CredentialsRefused } from "../networks/adapter.ts";
import {
  adapter,
  fetched,
  newSecrets,
  offers,
  script,
  scripted,
  sourceId,
  synced,
  syncing,
  useScriptedSyncs,
} from "../sync/scripted.fixture.ts";
import type { HealthChange } from "./announce.ts";
import { checkSources, type CheckTargets } from "./check.ts";
import { checkTargets, testTargets } from "./engines.fixture.ts";
import type { HealthRecord } from "./records.ts";
import { HealthStore } from "./store.ts";
import { testSource } from "./test-source.ts";

useScriptedSyncs();

const HOUR = 3_600_000;
let clock = 0;
let announced: HealthChange[] = [];
let tests = 0;

beforeEach(() => {
  clock = Date.now();
  announced = [];
  tests = 0;
});

const testing = (secrets = newSecrets()) => ({
  adapter,
  secrets,
  httpClient: syncing(secrets).httpClient,
  now: () => new Date(clock),
});

function targets(changed: Partial<CheckTargets> = {}): CheckTargets {
  const all = checkTargets(scripted(), testing(), announced);
  return {
    ...all,
    // Each test of this file has a source of its own in one table.
    sources: {
      get: (id) => all.sources.get(id),
      list: async () => (await all.sources.list()).filter(({ id }) => id === sourceId()),
      listRuns: (page) => all.sources.listRuns(page),
    },
    test: (source) => {
      tests += 1;
      return all.test(source);
    },
    ...changed,
  };
}

const check = (changed: Partial<CheckTargets> = {}) => checkSources(targets(changed), {});
/** An hour later: nothing that was known a moment ago is of the same instant. */
const later = (hours = 1): void => void (clock += hours * HOUR);
const health = (): Promise<HealthRecord> =>
  new HealthStore(scripted().documents, SOURCES_TABLE).get(sourceId());
const testNow = (secrets = newSecrets()) =>
  testSource(testTargets(scripted(), testing(secrets)), { sourceId: sourceId(), test: true, seconds: 5 });
const told = (): string[] => announced.map(({ from, to }) => `${from} to ${to}`);
const refusal = new CredentialsRefused("The network refused token: make a new one at Account > API.");

describe("a check", () => {
  it("finds a new source healthy, and tells nobody", async () => {
    script.listed = offers(3);
    expect(await check()).toMatchObject({ checked: 1, tested: [sourceId()], changes: [] });
    expect(await health()).toMatchObject({
      verdict: { state: "HEALTHY", reason: "Its test passed, and it was not synced yet." },
      lastTest: { outcome: "PASSED", offers: 3, rejected: 0 },
    });
    expect(announced).toEqual([]);
  });

  it("tells once of a failing test, however often it finds it, and once of the recovery", async () => {
    script.listed = offers(3);
    await synced();
    later();
    script.ending = refusal;
    script.listed = [];
    await check();
    later(24);
    await check();
    later(24);
    await check();
    expect(tests).toBe(3);
    expect(announced).toEqual([
      {
        sourceId: sourceId(),
        networkId: "scripted",
        name: sourceId(),
        sandbox: false,
        from: "HEALTHY",
        to: "FAILING",
        reason: expect.stringContaining("refused token: make a new one at Account > API."),
        since: new Date(clock - 48 * HOUR).toISOString(),
      },
    ]);
    script.ending = { coverage: "COMPLETE" };
    script.listed = offers(3);
    later(24);
    await check();
    // It is in order, and it was not synced for days: one state follows the other.
    expect(told()).toEqual(["HEALTHY to FAILING", "FAILING to STALE"]);
  });

  it("tests a source once a day, and judges it every time", async () => {
    script.listed = offers(3);
    for (let hour = 0; hour < 48; hour += 1) {
      await check();
      later();
    }
    expect(tests).toBe(2);
    expect(told()).toEqual(["HEALTHY to STALE"]);
  });

  it("finds a failed run without a test of its own, and the run that recovers", async () => {
    script.listed = offers(3);
    await check();
    script.ending = new Error("the feed is cut off, token s3cret-token");
    await synced();
    await check();
    expect(tests).toBe(1);
    expect((await health()).verdict).toMatchObject({
      state: "FAILING",
      reason: `Its last run failed. the feed is cut off, token ***. Test it with: offers test ${sourceId()}`,
    });
    script.ending = { coverage: "COMPLETE" };
    await synced();
    await check();
    expect(told()).toEqual(["HEALTHY to FAILING", "FAILING to HEALTHY"]);
  });

  it("finds a held run, a partial one, and one that may remove nothing", async () => {
    script.listed = offers(60);
    await synced();
    script.listed = offers(4);
    await synced();
    await check();
    expect((await health()).verdict).toMatchObject({
      state: "DEGRADED",
      reason: expect.stringMatching(/held: it would remove 56 offers.*offers release/),
    });
    script.ending = { coverage: "PARTIAL", reason: "page 2 came twice" };
    await synced();
    await check();
    expect((await health()).verdict?.reason).toContain("page 2 came twice");
    expect(told()).toEqual(["HEALTHY to DEGRADED"]);
  });

  it("finds a feed that succeeds for ever without a change, and the change that ends it", async () => {
    script.listed = offers(60);
    for (let run = 0; run < 8; run += 1) await synced();
    script.ending = { coverage: "STALE", reason: "the feed has not moved" };
    for (let run = 0; run < 3; run += 1) await synced();
    later(7 * 24 + 1);
    const fresh = { ...targets().sources };
    // The runs are of today; the schedule of the test's clock would call them late.
    const sources = {
      ...fresh,
      get: async (id: string) => {
        const source = await fresh.get(id);
        return source && { ...source, lastSuccessAt: new Date(clock).toISOString() };
      },
    };
    await check({ sources });
    expect((await health()).unchanged).toMatchObject({ runs: 10, listed: 60 });
    expect((await health()).verdict).toMatchObject({
      state: "STALE",
      reason: expect.stringMatching(/seems frozen: since .*, 10 syncs succeeded/),
    });
    script.ending = { coverage: "COMPLETE" };
    script.listed = offers(61);
    await synced();
    await check({ sources });
    expect(told()).toEqual(["HEALTHY to STALE", "STALE to HEALTHY"]);
  });

  it("says nothing of a source that somebody switches off, or on again in good order", async () => {
    script.listed = offers(3);
    await synced();
    await scripted().sources.update(sourceId(), { enabled: false });
    await check();
    expect(tests).toBe(0);
    expect((await health()).verdict).toMatchObject({ state: "DISABLED" });
    await scripted().sources.update(sourceId(), { enabled: true });
    await check();
    expect(told()).toEqual(["HEALTHY to DISABLED", "DISABLED to HEALTHY"]);
  });

  it("tells again what could not be told, and not twice what two checks find at once", async () => {
    script.ending = refusal;
    const deaf = check({ announce: () => Promise.reject(new Error("the topic is away")) });
    await expect(deaf).rejects.toThrow(`Source "${sourceId()}" could not be judged: the topic is away`);
    await Promise.all([check(), check(), check()]);
    expect(told()).toEqual(["HEALTHY to FAILING"]);
  });

  it("judges a source whose test could not be made, and says so in the end", async () => {
    const failing = check({ test: () => Promise.reject(new Error("no such function")) });
    await expect(failing).rejects.toThrow(`Source "${sourceId()}" could not be tested: no such function`);
    expect((await health()).verdict).toMatchObject({ state: "HEALTHY" });
  });

  it("begins no test that it could not see to its end", async () => {
    expect(await check({ remainingMs: () => 60_000 })).toMatchObject({ checked: 1, tested: [] });
  });
});

describe("a test", () => {
  it("takes no lease, begins no run, and writes nothing to the ledger", async () => {
    script.listed = offers(25);
    await testNow();
    expect(await scripted().sources.get(sourceId())).toMatchObject({
      runSeq: 0,
      lastRunId: null,
      lease: null,
    });
    for await (const page of scripted().ledger.known(sourceId())) expect(page).toEqual([]);
  });

  it("leaves a source alone that a run is listing", async () => {
    script.listed = offers(3);
    const run = await fetched();
    const lease = (await scripted().sources.get(sourceId()))?.lease;
    expect(await testNow()).toEqual({
      tested: false,
      reason: `Source "${sourceId()}" is being synced by run ${run.id}, which tells more than a test.`,
    });
    expect((await scripted().sources.get(sourceId()))?.lease).toEqual(lease);
    expect((await health()).lastTest).toBeNull();
    await scripted().drain();
    expect(await scripted().sources.getRun(run.id)).toMatchObject({ status: "SUCCEEDED" });
  });

  it("names the credential that is missing and where to find it", async () => {
    const secrets = newSecrets();
    secrets.values = null;
    expect(await testNow(secrets)).toMatchObject({
      test: {
        outcome: "FAILED",
        message: `Credentials are missing: token (Account > API). Set them with: offers sources credentials ${sourceId()} FILE`,
      },
    });
  });

  it("shows no secret, in whatever the network says", async () => {
    script.ending = new Error("s3cret-token is no token");
    expect(await testNow()).toMatchObject({ test: { outcome: "FAILED", message: "*** is no token" } });
  });

  it("finds out nothing when the quota is used up, and changes no state", async () => {
    script.ending = new QuotaUsedUp(new Date("2027-01-01T00:00:00Z"));
    expect(await testNow()).toMatchObject({
      test: {
        outcome: "INCONCLUSIVE",
        message: expect.stringContaining("quota is used up until 2027-01-01"),
      },
    });
    await check();
    expect(announced).toEqual([]);
  });

  it("finds out nothing when its time is up", async () => {
    const slow: typeof adapter = {
      ...adapter,
      async *fetchOffers({ signal }) {
        await new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
        yield { records: [], cursor: null };
        return { coverage: "COMPLETE" };
      },
    };
    const made = { ...testTargets(scripted(), testing()), adapter: slow };
    expect(await testSource(made, { sourceId: sourceId(), test: true, seconds: 0.05 })).toMatchObject({
      test: { outcome: "INCONCLUSIVE", message: expect.stringContaining("within 0.05 seconds") },
    });
  });

  it("fails when no record of the first page can be read, and passes with a word on those that cannot", async () => {
    script.listed = [{ id: "", title: "unmappable" }];
    expect(await testNow()).toMatchObject({
      test: {
        outcome: "FAILED",
        message: expect.stringMatching(/None of the 1 records.*the map finds nothing.*settings/),
      },
    });
    script.listed = [...script.listed, ...offers(4)];
    expect(await testNow()).toMatchObject({
      test: { outcome: "PASSED", offers: 4, rejected: 1, message: expect.stringContaining("4 offers") },
    });
  });

  it.each([
    ["PASSED", "COMPLETE", /lists nothing at present/],
    ["PASSED", "STALE", /nothing of it has moved/],
    ["INCONCLUSIVE", "PARTIAL", /without an offer: it says why/],
  ] as const)("is %s when the listing is empty and %s", async (outcome, coverage, message) => {
    script.ending = { coverage, reason: "it says why" };
    expect(await testNow()).toMatchObject({ test: { outcome, message: expect.stringMatching(message) } });
  });

  it("is refused for a source that is not there, or of another network", async () => {
    const made = testTargets(scripted(), testing());
    const ask = (id: string) => testSource(made, { sourceId: id, test: true, seconds: 5 });
    expect(await ask("nobody")).toEqual({ tested: false, reason: 'There is no source "nobody".' });
    await scripted().addSource({ id: `${sourceId()}-other`, networkId: "awin" });
    expect(await ask(`${sourceId()}-other`)).toMatchObject({
      tested: false,
      reason: expect.stringContaining("belongs to awin, not scripted"),
    });
  });
});

it("a removed source leaves nothing of its health to whoever takes its id", async () => {
  script.ending = refusal;
  await check();
  await scripted().sources.remove(sourceId());
  expect(await health()).toMatchObject({ verdict: null, lastTest: null, announced: "HEALTHY" });
});
