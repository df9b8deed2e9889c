/** Whole runs against the real DynamoDB, SQS and S3 engines, with an adapter whose listing each test scripts. */
import { CreateBucketCommand, S3Client } from "@aws-sdk/client-s3";
import { DeleteMessageCommand, ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { startFauxqs, type FauxqsServer } from "fauxqs";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import * as z from "zod";
import { type DynamoEngine, OFFERS_TABLE, SOURCES_TABLE, startDynamo } from "../../test/engines/dynamodb.ts";
import { Ledger } from "../ledger/ledger.ts";
import { type ListingEnd, type NetworkAdapter, RecordRejected } from "../networks/adapter.ts";
import type { OfferDraft } from "../offer/model.ts";
import type { SyncRun } from "../sources/records.ts";
import { RunStore } from "../sources/run-store.ts";
import { SourceSecrets } from "../sources/secrets.ts";
import { SourceStore } from "../sources/store.ts";
import type { RunTargets } from "./run-context.ts";
import { runSync, type RunRequest } from "./run.ts";
import { upsertBatch } from "./upsert-batch.ts";

const credentials = { accessKeyId: "test", secretAccessKey: "test" };
let engine: DynamoEngine;
let queue: FauxqsServer;
let sqs: SQSClient;
let s3: S3Client;
let queueUrl: string;
let deadLetterQueueUrl: string;
let sources: SourceStore;
let runs: RunStore;
let ledger: Ledger;
let sourceId = "";
let made = 0;

/** What the next listing holds, and how it ends. */
let listed: { id: string; title: string }[] = [];
let ending: ListingEnd | Error = { coverage: "COMPLETE" };

const adapter: NetworkAdapter = {
  id: "scripted",
  name: "Scripted",
  docsUrl: null,
  maturity: "CONTRACT",
  maturityNote: "",
  capabilities: {
    products: true,
    coupons: false,
    deals: false,
    programmes: false,
    commission: false,
    incremental: false,
    subId: null,
  },
  policy: { maxAgeHours: null, withheldFields: [], disclosure: null, source: "" },
  credentialFields: [{ name: "token", label: "Token", secret: true, required: true, help: "Account > API" }],
  credentialsSchema: z.object({ token: z.string() }),
  settingsSchema: z.unknown(),
  defaultSchedule: "rate(1 hour)",
  rateLimits: [{ requests: 1, intervalMs: 1 }],
  timeZone: "UTC",
  quotaKey: () => "shared",
  async *fetchOffers() {
    for (let start = 0; start < listed.length; start += 10) {
      yield { records: listed.slice(start, start + 10), cursor: null };
    }
    if (ending instanceof Error) throw ending;
    return ending;
  },
  toOffer(record): OfferDraft {
    const { id, title } = record as { id: string; title: string };
    if (title === "unmappable") throw new RecordRejected("the map finds nothing");
    return { sourceOfferId: id, kind: "PRODUCT", title, trackingUrl: "https://shop.example/p" };
  },
};

beforeAll(async () => {
  engine = await startDynamo();
  queue = await startFauxqs({ port: 0, logger: false });
  const options = { endpoint: `http://127.0.0.1:${queue.port}`, region: "us-east-1", credentials };
  sqs = new SQSClient(options);
  s3 = new S3Client({ ...options, forcePathStyle: true });
  await s3.send(new CreateBucketCommand({ Bucket: "archive" }));
  ({ queueUrl } = queue.createQueue("offers"));
  ({ queueUrl: deadLetterQueueUrl } = queue.createQueue("offers-dlq"));
  sources = new SourceStore(engine.documents, SOURCES_TABLE);
  runs = new RunStore(engine.documents, SOURCES_TABLE, sources);
  ledger = new Ledger(engine.client, OFFERS_TABLE);
});
afterAll(async () => {
  await Promise.all([engine.stop(), queue.stop()]);
});

beforeEach(async () => {
  made += 1;
  sourceId = `source-${made}`;
  ending = { coverage: "COMPLETE" };
  await sources.add({
    id: sourceId,
    networkId: "scripted",
    name: sourceId,
    enabled: true,
    schedule: "rate(1 hour)",
    settings: {},
    sandbox: false,
    hasCredentials: true,
    announceFirstSync: false,
    createdAt: new Date().toISOString(),
    runSeq: 0,
    lastRunId: null,
    lastCompleteAt: null,
    lastSuccessAt: null,
    lease: null,
  });
});

/** Secrets Manager's place is taken by what the tests set: its own engine is tested with the local cloud. */
class FixedSecrets extends SourceSecrets {
  values: Record<string, unknown> | null = { token: "s3cret-token" };
  override async get(): Promise<Record<string, unknown> | null> {
    return this.values;
  }
}

const targets = (secrets: SourceSecrets): RunTargets => ({
  adapter,
  sources,
  runs,
  secrets,
  ledger,
  sqs,
  queueUrl,
  s3,
  bucket: "archive",
  httpClient: () => ({
    request: () => Promise.reject(new Error("the scripted adapter makes no requests")),
    conceal: () => undefined,
    totals: () => ({ calls: 0, retries: 0, throttles: 0, bytes: 0 }),
  }),
  masked: (text, values) => values.reduce((masked, value) => masked.replaceAll(value, "***"), text),
  now: () => new Date(),
  remainingMs: () => 900_000,
  log: () => undefined,
});

async function fetched(
  extra: Partial<RunRequest> = {},
  secrets: SourceSecrets = newSecrets(),
): Promise<SyncRun> {
  const result = await runSync(targets(secrets), { sourceId, ...extra });
  if (!result.started) throw new Error(result.reason);
  return result.run;
}

const newSecrets = (): FixedSecrets => new FixedSecrets(undefined as never, "");

async function drain(): Promise<void> {
  for (;;) {
    const { Messages } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl: queueUrl, MaxNumberOfMessages: 10 }),
    );
    if (!Messages?.length) return;
    const records = Messages.map(({ MessageId, Body }) => ({
      messageId: MessageId ?? "",
      body: Body ?? "",
      attributes: { ApproximateReceiveCount: "1" },
    }));
    const { batchItemFailures } = await upsertBatch(
      {
        ledger,
        sources,
        runs,
        sqs,
        deadLetterQueueUrl,
        maxReceives: 5,
        now: () => new Date(),
        log: () => undefined,
      },
      records,
    );
    expect(batchItemFailures).toEqual([]);
    for (const { ReceiptHandle } of Messages) {
      await sqs.send(new DeleteMessageCommand({ QueueUrl: queueUrl, ReceiptHandle }));
    }
  }
}

async function synced(extra: Partial<RunRequest> = {}): Promise<SyncRun> {
  const { id } = await fetched(extra);
  await drain();
  const run = await sources.getRun(id);
  if (!run) throw new Error("no run");
  return run;
}

const offers = (count: number, title = "offer"): { id: string; title: string }[] =>
  Array.from({ length: count }, (_, place) => ({ id: `o${place}`, title: `${title} ${place}` }));

describe("a sync run", () => {
  it("creates, then finds nothing to do, then counts exactly what changed and went", async () => {
    listed = offers(35);
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
    listed = listed.slice(1).map((each) => (each.id === "o5" ? { ...each, title: "new title" } : each));
    expect(await synced()).toMatchObject({ status: "SUCCEEDED", changed: 1, removed: 1, unchanged: 33 });
    const versions = await ledger.versions(`${sourceId}:o5`, { first: 10, before: null });
    expect(versions.map((each) => [each.version, each.content.title, each.changedFields])).toEqual([
      [2, "new title", ["title"]],
      [1, "offer 5", ["kind", "title", "trackingUrl", "availability", "joinStatus"]],
    ]);
    expect(await ledger.current(`${sourceId}:o0`)).toMatchObject({
      status: "REMOVED",
      cause: "REMOVAL",
      version: 2,
    });
  });

  it("stays RUNNING until the queue is written, and is not begun twice meanwhile", async () => {
    listed = offers(3);
    const run = await fetched();
    expect(run).toMatchObject({ status: "RUNNING", fetched: 3, created: 0 });
    await expect(fetched()).rejects.toThrow(`being synced by run ${run.id}`);
    await drain();
    expect(await sources.getRun(run.id)).toMatchObject({ status: "SUCCEEDED", created: 3 });
  });

  it("removes nothing after a listing that broke off, and says why", async () => {
    listed = offers(30);
    await synced();
    listed = offers(4);
    ending = new Error("the feed is cut off, token s3cret-token");
    expect(await synced()).toMatchObject({
      status: "FAILED",
      coverage: "PARTIAL",
      removed: 0,
      message: "the feed is cut off, token ***",
    });
    ending = { coverage: "CAPPED", reason: "the network shows 5,000 at most" };
    expect(await synced()).toMatchObject({
      status: "SUCCEEDED",
      coverage: "CAPPED",
      removed: 0,
      message: "Nothing was removed: the network shows 5,000 at most",
    });
    expect(await ledger.current(`${sourceId}:o20`)).toMatchObject({ status: "ACTIVE" });
  });

  it("rejects a bad record alone, and does not take it for gone", async () => {
    listed = offers(3);
    await synced();
    listed = [
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
    listed = [
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
      message: `Credentials are missing: token (Account > API). Set them with: offers sources credentials ${sourceId} FILE`,
    });
  });

  it("holds a run that would remove too much, until a second complete run agrees", async () => {
    listed = offers(60);
    await synced();
    listed = offers(20);
    const held = await synced();
    expect(held).toMatchObject({ status: "HELD", heldRemovals: 40, removed: 0 });
    expect(held.message).toContain(`offers release ${held.id}`);
    expect(await synced()).toMatchObject({ status: "SUCCEEDED", removed: 40 });
    expect(await sources.getRun(held.id)).toMatchObject({ status: "CANCELLED" });
  });

  it("carries out a held run's removals when it is released", async () => {
    listed = offers(60);
    await synced();
    listed = offers(20);
    const held = await synced();
    expect(await synced({ release: held.id })).toMatchObject({ status: "SUCCEEDED", removed: 40 });
    expect(await sources.getRun(held.id)).toMatchObject({ status: "SUCCEEDED" });
  });

  it("brings back an offer that had gone, as a version and not as a new offer", async () => {
    listed = offers(3);
    await synced();
    listed = offers(2);
    await synced();
    listed = offers(3);
    expect(await synced()).toMatchObject({ created: 0, changed: 1 });
    expect(await ledger.current(`${sourceId}:o2`)).toMatchObject({
      status: "ACTIVE",
      version: 3,
      removedAt: null,
    });
  });

  it("announces a source's offers from its second success on, also when no listing is ever complete", async () => {
    ending = { coverage: "PARTIAL", reason: "news only" };
    listed = offers(1);
    await synced();
    listed = offers(2);
    await synced();
    expect(await ledger.current(`${sourceId}:o0`)).toMatchObject({ quiet: true });
    expect(await ledger.current(`${sourceId}:o1`)).toMatchObject({ quiet: false });
  });

  it("stops a function whose run was ended by others, and leaves the newer run alone", async () => {
    listed = offers(3);
    const run = await fetched();
    await runs.interrupt(run.id, new Date());
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
    await expect(runs.progress(run.id, progress, new Date())).rejects.toThrow(
      "was ended while it was under way",
    );
    expect(await synced()).toMatchObject({ status: "SUCCEEDED", created: 3 });
    expect(await sources.getRun(run.id)).toMatchObject({ status: "FAILED" });
  });

  it("sets a poisonous message aside with its reason and writes the rest of the batch", async () => {
    listed = offers(2);
    const run = await fetched();
    const { Messages } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl: queueUrl, MaxNumberOfMessages: 10 }),
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
        ledger,
        sources,
        runs,
        sqs,
        deadLetterQueueUrl,
        maxReceives: 5,
        now: () => new Date(),
        log: () => undefined,
      },
      records,
    );
    const dead = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl: deadLetterQueueUrl, MessageAttributeNames: ["All"] }),
    );
    expect(dead.Messages?.[0]?.MessageAttributes?.["reason"]?.StringValue).toContain("not a chunk of offers");
    expect(await sources.getRun(run.id)).toMatchObject({ status: "SUCCEEDED", created: 2 });
  });
});
