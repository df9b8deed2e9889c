/** Whole runs against the real DynamoDB, SQS and S3 engines, with an adapter whose listing each test scripts. */
import { ReceiveMessageCommand } from "@aws-sdk/client-sqs";
import { describe, expect, it } from "vitest";
import { upsertBatch } from "./upsert-batch.ts";
import {
  carriedOut,
  fetched,
  newSecrets,
  offers,
  script,
  scripted,
  sourceId,
  synced,
  useScriptedSyncs,
} from "./scripted.fixture.ts";

useScriptedSyncs();

describe("a sync run", () => {
  it("creates, then finds nothing to do, then counts exactly what changed and went", async () => {
    script.listed = offers(35);
    expect(await synced()).toMatchObject({
      status: "SUCCEEDED",
      coverage: "COMPLETE",
      fetched: 35,
      created: 35,
    });
    const unchanged = await synced();
    expect(unchanged.writeUnits).toBe(0);
    expect(unchanged).toMatchObject({
      status: "SUCCEEDED",
      unchanged: 35,
      created: 0,
      changed: 0,
      removed: 0,
    });
    script.listed = script.listed
      .slice(1)
      .map((each) => (each.id === "o5" ? { ...each, title: "new title" } : each));
    expect(await synced()).toMatchObject({ status: "SUCCEEDED", changed: 1, removed: 1, unchanged: 33 });
    const versions = await scripted().ledger.versions(`${sourceId()}:o5`, { first: 10, before: null });
    expect(versions.map((each) => [each.version, each.content.title, each.changedFields])).toEqual([
      [2, "new title", ["title"]],
      [1, "offer 5", ["kind", "title", "trackingUrl", "availability", "joinStatus"]],
    ]);
    expect(await scripted().ledger.current(`${sourceId()}:o0`)).toMatchObject({
      status: "REMOVED",
      cause: "REMOVAL",
      version: 2,
    });
  });

  it("stays RUNNING until the queue is written, and is not begun twice meanwhile", async () => {
    script.listed = offers(3);
    const run = await fetched();
    expect(run).toMatchObject({ status: "RUNNING", fetched: 3, created: 0 });
    await expect(fetched()).rejects.toThrow(`being synced by run ${run.id}`);
    await scripted().drain();
    expect(await scripted().sources.getRun(run.id)).toMatchObject({ status: "SUCCEEDED", created: 3 });
  });

  it("removes nothing after a listing that broke off, and says why", async () => {
    script.listed = offers(30);
    await synced();
    script.listed = offers(4);
    script.ending = new Error("the feed is cut off, token s3cret-token");
    expect(await synced()).toMatchObject({
      status: "FAILED",
      coverage: "PARTIAL",
      removed: 0,
      message: "the feed is cut off, token ***",
    });
    script.ending = { coverage: "CAPPED", reason: "the network shows 5,000 at most" };
    expect(await synced()).toMatchObject({
      status: "SUCCEEDED",
      coverage: "CAPPED",
      removed: 0,
      message: "Nothing was removed: the network shows 5,000 at most",
    });
    expect(await scripted().ledger.current(`${sourceId()}:o20`)).toMatchObject({ status: "ACTIVE" });
  });

  it("rejects a bad record alone, and does not take it for gone", async () => {
    script.listed = offers(3);
    await synced();
    script.listed = [
      { id: "o0", title: "<p> </p>" },
      { id: "o1", title: "offer 1" },
      { id: "", title: "unmappable" },
      ...offers(3).slice(2),
    ];
    const run = await synced();
    expect(run).toMatchObject({ status: "SUCCEEDED", fetched: 4, unchanged: 2, rejected: 2, removed: 0 });
    expect(run.errors).toEqual([
      { record: "o0", reason: "it has no title" },
      { record: "record 3", reason: "the map finds nothing" },
    ]);
  });

  it("keeps the first of two records with one id, at every sync the same", async () => {
    script.listed = [
      { id: "a", title: "first" },
      { id: "a", title: "second" },
    ];
    expect(await synced()).toMatchObject({ created: 1, rejected: 1 });
    expect(await synced()).toMatchObject({ created: 0, changed: 0, unchanged: 1, rejected: 1 });
  });

  it("names every missing credential and where it is found", async () => {
    const secrets = newSecrets();
    secrets.values = null;
    const run = await fetched({}, secrets);
    expect(run).toMatchObject({
      status: "FAILED",
      message: `Credentials are missing: token (Account > API). Set them with: offers sources credentials ${sourceId()} FILE`,
    });
  });

  it("holds a run that would remove too much, until a second complete run agrees", async () => {
    script.listed = offers(60);
    await synced();
    script.listed = offers(20);
    const held = await synced();
    expect(held).toMatchObject({ status: "HELD", heldRemovals: 40, removed: 0 });
    expect(held.message).toContain(`offers release ${held.id}`);
    expect(await synced()).toMatchObject({ status: "SUCCEEDED", removed: 40 });
    expect(await scripted().sources.getRun(held.id)).toMatchObject({ status: "CANCELLED" });
  });

  it("carries out a held run's removals when it is released", async () => {
    script.listed = offers(60);
    await synced();
    script.listed = offers(20);
    const held = await synced();
    expect(await carriedOut({ task: "RELEASE", releases: held.id })).toMatchObject({
      status: "SUCCEEDED",
      removed: 40,
    });
    expect(await scripted().sources.getRun(held.id)).toMatchObject({ status: "SUCCEEDED" });
  });

  it("brings back an offer that had gone, as a version and not as a new offer", async () => {
    script.listed = offers(3);
    await synced();
    script.listed = offers(2);
    await synced();
    script.listed = offers(3);
    expect(await synced()).toMatchObject({ created: 0, changed: 1 });
    expect(await scripted().ledger.current(`${sourceId()}:o2`)).toMatchObject({
      status: "ACTIVE",
      version: 3,
      removedAt: null,
    });
  });

  it("announces a source's offers from its second success on, also when no listing is ever complete", async () => {
    script.ending = { coverage: "PARTIAL", reason: "news only" };
    script.listed = offers(1);
    await synced();
    script.listed = offers(2);
    await synced();
    expect(await scripted().ledger.current(`${sourceId()}:o0`)).toMatchObject({ quiet: true });
    expect(await scripted().ledger.current(`${sourceId()}:o1`)).toMatchObject({ quiet: false });
  });

  it("stops a function whose run was ended by others, and leaves the newer run alone", async () => {
    script.listed = offers(3);
    const run = await fetched();
    await scripted().runs.interrupt(run.id, new Date());
    const progress = {
      fetched: 0,
      unchangedFetched: 0,
      rejected: 0,
      pages: 0,
      bytes: 0,
      calls: 0,
      retries: 0,
      throttles: 0,
      expected: null,
      errors: [],
      chunksSent: 0,
      readUnitsFetched: 0,
    };
    await expect(scripted().runs.progress({ id: run.id, leg: 1 }, progress, new Date())).rejects.toThrow(
      "was ended while it was under way",
    );
    expect(await synced()).toMatchObject({ status: "SUCCEEDED", created: 3 });
    expect(await scripted().sources.getRun(run.id)).toMatchObject({ status: "FAILED" });
  });

  it("sets a poisonous message aside with its reason and writes the rest of the batch", async () => {
    script.listed = offers(2);
    const run = await fetched();
    const { Messages } = await scripted().sqs.send(
      new ReceiveMessageCommand({ QueueUrl: scripted().queueUrl, MaxNumberOfMessages: 10 }),
    );
    const records = [{ MessageId: "bad", Body: '{"v":1}' }, ...(Messages ?? [])].map(
      ({ MessageId, Body }) => ({
        messageId: MessageId ?? "",
        body: Body ?? "",
        attributes: { ApproximateReceiveCount: "1" },
      }),
    );
    await upsertBatch(
      {
        ...scripted(),
        maxReceives: 5,
        now: () => new Date(),
        log: () => undefined,
      },
      records,
    );
    const dead = await scripted().sqs.send(
      new ReceiveMessageCommand({ QueueUrl: scripted().deadLetterQueueUrl, MessageAttributeNames: ["All"] }),
    );
    expect(dead.Messages?.[0]?.MessageAttributes?.["reason"]?.StringValue).toContain("not a chunk of offers");
    expect(await scripted().sources.getRun(run.id)).toMatchObject({ status: "SUCCEEDED", created: 2 });
  });
});
