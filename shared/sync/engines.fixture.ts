/** Sync runs of any adapter against the real DynamoDB, SQS and S3 engines: for tests. */
import { CreateBucketCommand, S3Client } from "@aws-sdk/client-s3";
import { DeleteMessageCommand, ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { startFauxqs } from "fauxqs";
import { OFFERS_TABLE, SOURCES_TABLE, startDynamo } from "../../test/engines/dynamodb.ts";
import type { HttpClient } from "../http/client.ts";
import { Ledger } from "../ledger/ledger.ts";
import type { NetworkAdapter } from "../networks/adapter.ts";
import type { Source, SyncRun } from "../sources/records.ts";
import { RunStore } from "../sources/run-store.ts";
import { SourceSecrets } from "../sources/secrets.ts";
import { SourceStore } from "../sources/store.ts";
import type { RunRequest, RunTargets } from "./run-context.ts";
import { runSync } from "./run.ts";
import { upsertBatch } from "./upsert-batch.ts";

/** Secrets Manager's place is taken by what a test sets: its own engine is tested with the local cloud. */
export class FixedSecrets extends SourceSecrets {
  values: Record<string, unknown> | null;

  constructor(values: Record<string, unknown> | null) {
    super(undefined as never, "");
    this.values = values;
  }

  override async get(): Promise<Record<string, unknown> | null> {
    return this.values;
  }
}

export interface Syncing {
  readonly adapter: NetworkAdapter;
  readonly secrets: SourceSecrets;
  readonly httpClient: (signal: AbortSignal) => HttpClient;
  /** Default: the clock's. */
  readonly now?: () => Date;
  /** Default: a quarter of an hour, always. */
  readonly remainingMs?: () => number;
  /** Default: as the product. */
  readonly checkpointEveryMs?: number;
}

export interface SyncEngines {
  readonly documents: DynamoDBDocumentClient;
  readonly sources: SourceStore;
  readonly runs: RunStore;
  readonly ledger: Ledger;
  readonly sqs: SQSClient;
  readonly queueUrl: string;
  readonly deadLetterQueueUrl: string;
  addSource(source: Pick<Source, "id" | "networkId"> & Partial<Source>): Promise<void>;
  targets(syncing: Syncing): RunTargets;
  /** The leg that a source's newest run has handed over to; null: it has not. */
  nextLeg(sourceId: string): Promise<RunRequest | null>;
  /** Fetches; what is to be written waits in the queue. @throws Error where the run was not begun */
  fetched(syncing: Syncing, request: RunRequest): Promise<SyncRun>;
  /** Writes what waits in the queue. */
  drain(): Promise<void>;
  /** Both. @returns the run as it ended */
  synced(syncing: Syncing, request: RunRequest): Promise<SyncRun>;
  stop(): Promise<void>;
}

export async function startSyncEngines(): Promise<SyncEngines> {
  const [engine, queue] = await Promise.all([startDynamo(), startFauxqs({ port: 0, logger: false })]);
  const options = {
    endpoint: `http://127.0.0.1:${queue.port}`,
    region: "us-east-1",
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
  };
  const sqs = new SQSClient(options);
  const s3 = new S3Client({ ...options, forcePathStyle: true });
  await s3.send(new CreateBucketCommand({ Bucket: "archive" }));
  const { queueUrl } = queue.createQueue("offers");
  const { queueUrl: deadLetterQueueUrl } = queue.createQueue("offers-dlq");
  const sources = new SourceStore(engine.documents, SOURCES_TABLE);
  const runs = new RunStore(engine.documents, SOURCES_TABLE, sources);
  const ledger = new Ledger(engine.client, OFFERS_TABLE);

  const targets = ({
    adapter,
    secrets,
    httpClient,
    now,
    remainingMs,
    checkpointEveryMs,
  }: Syncing): RunTargets => ({
    adapter,
    sources,
    runs,
    secrets,
    ledger,
    sqs,
    queueUrl,
    s3,
    bucket: "archive",
    httpClient: ({ signal }) => httpClient(signal),
    masked: (text, values) => values.reduce((masked, value) => masked.replaceAll(value, "***"), text),
    now: now ?? (() => new Date()),
    remainingMs: remainingMs ?? (() => 900_000),
    checkpointEveryMs: checkpointEveryMs ?? 10_000,
    indexPatienceMs: [],
    log: () => undefined,
  });

  async function fetched(syncing: Syncing, request: RunRequest): Promise<SyncRun> {
    const result = await runSync(targets(syncing), request);
    if (!result.started) throw new Error(result.reason);
    return result.run;
  }

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
      const failed = await upsertBatch(
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
      if (failed.batchItemFailures.length > 0) throw new Error("a message could not be written");
      for (const { ReceiptHandle } of Messages) {
        await sqs.send(new DeleteMessageCommand({ QueueUrl: queueUrl, ReceiptHandle }));
      }
    }
  }

  return {
    documents: engine.documents,
    sources,
    runs,
    ledger,
    sqs,
    queueUrl,
    deadLetterQueueUrl,
    addSource: async (source) => {
      await sources.add({
        name: source.id,
        enabled: true,
        schedule: "rate(1 hour)",
        settings: {},
        sandbox: false,
        hasCredentials: true,
        announceFirstSync: false,
        createdAt: new Date().toISOString(),
        ...source,
      });
    },
    async nextLeg(sourceId) {
      const source = await sources.get(sourceId);
      const run = source?.lastRunId ? await sources.getRunItem(source.lastRunId) : null;
      return run?.nextLeg == null ? null : { sourceId, runId: run.id, leg: run.nextLeg };
    },
    targets,
    fetched,
    drain,
    async synced(syncing, request) {
      const { id } = await fetched(syncing, request);
      await drain();
      const run = await sources.getRun(id);
      if (!run) throw new Error(`run ${id} is gone`);
      return run;
    },
    async stop() {
      await Promise.all([engine.stop(), queue.stop()]);
    },
  };
}
