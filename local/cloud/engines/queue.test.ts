import {
  ChangeMessageVisibilityCommand,
  ReceiveMessageCommand,
  SQSClient,
  SendMessageCommand,
} from "@aws-sdk/client-sqs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { startQueues } from "./queue.ts";
import type { QueueEngine } from "./queue.ts";

const credentials = { accessKeyId: "LOCALTESTTESTTEST", secretAccessKey: "secret" };

describe("the queue engine", () => {
  let directory: string;
  let engine: QueueEngine;
  let client: SQSClient;
  const start = async (): Promise<void> => {
    engine = await startQueues(directory, "us-east-1", credentials.accessKeyId);
    client = new SQSClient({ region: "us-east-1", endpoint: engine.endpoint, credentials });
  };
  const receive = async (): Promise<
    { body: string | undefined; receipt: string; times: string | undefined }[]
  > => {
    const answer = await client.send(
      new ReceiveMessageCommand({
        QueueUrl: engine.url("work"),
        MaxNumberOfMessages: 10,
        MessageSystemAttributeNames: ["ApproximateReceiveCount"],
      }),
    );
    return (answer.Messages ?? []).map((message) => ({
      body: message.Body,
      receipt: message.ReceiptHandle ?? "",
      times: message.Attributes?.["ApproximateReceiveCount"],
    }));
  };
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), "queue-"));
    await start();
    engine.ensure("work", { VisibilityTimeout: "60" });
  });
  afterEach(async () => {
    await engine.stop();
    await rm(directory, { recursive: true, force: true });
  });

  it("listens on the loopback interface only", () => {
    expect(new URL(engine.endpoint).hostname).toBe("127.0.0.1");
  });

  it("gives a message again at once when its visibility timeout is set to nothing", async () => {
    await client.send(new SendMessageCommand({ QueueUrl: engine.url("work"), MessageBody: "x" }));
    const [first] = await receive();
    await client.send(
      new ChangeMessageVisibilityCommand({
        QueueUrl: engine.url("work"),
        ReceiptHandle: first?.receipt,
        VisibilityTimeout: 0,
      }),
    );
    expect(await receive()).toMatchObject([{ body: "x", times: "2" }]);
  });

  it("keeps messages and their receive counts over a restart, under its new address", async () => {
    await client.send(new SendMessageCommand({ QueueUrl: engine.url("work"), MessageBody: "taken" }));
    await receive();
    await client.send(new SendMessageCommand({ QueueUrl: engine.url("work"), MessageBody: "waiting" }));
    await engine.stop();
    await start();
    expect(engine.counts("work")).toEqual({ ready: 2, delayed: 0, inFlight: 0 });
    expect(await receive()).toMatchObject([
      { body: "taken", times: "2" },
      { body: "waiting", times: "1" },
    ]);
  });

  it("takes new attributes for a queue it knows, and leaves its messages alone", async () => {
    await client.send(new SendMessageCommand({ QueueUrl: engine.url("work"), MessageBody: "x" }));
    engine.ensure("work", { VisibilityTimeout: "0" });
    await receive();
    expect(await receive()).toMatchObject([{ body: "x", times: "2" }]);
  });
});
