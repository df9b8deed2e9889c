/** SQS: fauxqs in this process, on the loopback interface, kept in a SQLite file. */
import { buildApp } from "fauxqs";
import type { BuildAppOptions } from "fauxqs";
import { findPackageJSON } from "node:module";
import { dirname, join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { pathToFileURL } from "node:url";
import { carriesAccessKey } from "../endpoints/signature.ts";
import { EngineFailed } from "../errors.ts";
import { LOCAL_ACCOUNT } from "../template/names.ts";

type Store = NonNullable<BuildAppOptions["stores"]>["sqsStore"];
type Persistence = NonNullable<Store["persistence"]>;

export interface QueueCounts {
  readonly ready: number;
  readonly delayed: number;
  readonly inFlight: number;
}

export interface QueueEngine {
  readonly endpoint: string;
  url(name: string): string;
  /** Makes the queue, or gives an existing one these attributes. Messages in it stay. */
  ensure(name: string, attributes: Record<string, string>): void;
  counts(name: string): QueueCounts;
  stop(): Promise<void>;
}

/**
 * The package's own `startFauxqs` listens on every interface and its `buildApp` forgets everything at exit, so this puts
 * its store, its persistence and its app together: the same parts, on 127.0.0.1.
 */
export async function startQueues(
  dataDir: string,
  region: string,
  accessKeyId: string,
): Promise<QueueEngine> {
  const { store, persistence } = await openStore(join(dataDir, "sqs"));
  const app = buildApp({
    logger: false,
    defaultRegion: region,
    // The other two stores are optional at run time, and nothing here speaks SNS or S3 through this app.
    stores: { sqsStore: store } as NonNullable<BuildAppOptions["stores"]>,
  });
  // Empty: queue URLs carry the host of the request instead of a name that only DNS tricks resolve.
  store.host = "";
  app.addHook("onRequest", async (request, reply) => {
    if (carriesAccessKey(request.headers.authorization, accessKeyId)) return;
    await reply.code(403).header("content-type", "application/x-amz-json-1.0").send({
      __type: "com.amazon.coral.service#InvalidClientTokenId",
      message: "The access key is not this local cloud's.",
    });
  });
  const endpoint = await app.listen({ port: 0, host: "127.0.0.1" });
  const url = (name: string): string => `${endpoint}/${LOCAL_ACCOUNT}/${name}`;
  // Stored queues carry the port of an earlier start.
  for (const queue of store.allQueues()) Object.assign(queue, { url: url(queue.name) });
  return {
    endpoint,
    url,
    ensure(name, attributes) {
      const existing = store.getQueueByName(name);
      if (existing === undefined) {
        store.createQueue(name, url(name), `arn:aws:sqs:${region}:${LOCAL_ACCOUNT}:${name}`, attributes);
      } else {
        existing.setAttributes(
          "RedrivePolicy" in attributes ? attributes : { ...attributes, RedrivePolicy: "" },
        );
      }
    },
    counts(name) {
      const queue = store.getQueueByName(name);
      const count = (attribute: Parameters<NonNullable<typeof queue>["getAttribute"]>[0]): number =>
        Number(queue?.getAttribute(attribute) ?? 0);
      return {
        ready: count("ApproximateNumberOfMessages"),
        delayed: count("ApproximateNumberOfMessagesDelayed"),
        inFlight: count("ApproximateNumberOfMessagesNotVisible"),
      };
    },
    async stop() {
      await app.close();
      persistence.close();
    },
  };
}

async function openStore(directory: string): Promise<{ store: Store; persistence: Persistence }> {
  const manifest = findPackageJSON("fauxqs", import.meta.url);
  if (manifest === undefined) throw new EngineFailed("The package fauxqs is not installed: run `npm ci`.");
  const load = async (file: string): Promise<Record<string, unknown>> =>
    import(/* @vite-ignore */ pathToFileURL(join(dirname(manifest), "dist", file)).href);
  const [{ SqsStore }, { PersistenceManager }] = await Promise.all([
    load("sqs/sqsStore.js"),
    load("persistence.js"),
  ]);
  const store = new (SqsStore as new () => Store)();
  const persistence = new (PersistenceManager as new (directory: string) => Persistence)(directory);
  const database: unknown = Reflect.get(persistence, "db");
  if (!(database instanceof DatabaseSync))
    throw new EngineFailed("fauxqs keeps its messages elsewhere than 2.4 did.");
  // As for every file here: a killed process loses nothing, only a power cut may lose the last moments.
  database.exec("PRAGMA synchronous = NORMAL");
  // Its own version writes a null into a NOT NULL column, and the message is lost when that fails (fauxqs 2.4.1).
  const ready = database.prepare(
    "UPDATE sqs_messages SET receipt_handle = NULL, visibility_deadline = NULL WHERE message_id = ?",
  );
  persistence.updateMessageReady = (messageId) => void ready.run(messageId);
  // Whoever was working on a message died with the process that held this directory: it can be taken at once.
  database.exec("UPDATE sqs_messages SET receipt_handle = NULL, visibility_deadline = NULL");
  persistence.loadSqsAndSns(store, { createTopic: () => undefined } as never);
  store.persistence = persistence;
  for (const queue of store.allQueues()) queue.persistence = persistence;
  return { store, persistence };
}
