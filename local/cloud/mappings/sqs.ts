/** An event source mapping from a queue to a function. */
import {
  ChangeMessageVisibilityBatchCommand,
  DeleteMessageBatchCommand,
  ReceiveMessageCommand,
} from "@aws-sdk/client-sqs";
import type { Message, SQSClient } from "@aws-sdk/client-sqs";
import { setTimeout as sleep } from "node:timers/promises";
import { messageOf } from "../errors.ts";
import type { LambdaFunction } from "../lambda/function.ts";
import type { Log } from "../log.ts";
import type { MappingSpec } from "../template/properties.ts";
import { batchResult } from "./batch-failures.ts";
import { SqsBatch, sqsEvent } from "./sqs-batch.ts";

export interface SqsMappingOptions {
  readonly spec: MappingSpec;
  readonly client: SQSClient;
  readonly queueUrl: string;
  readonly region: string;
  readonly target: LambdaFunction;
  readonly log: Log;
  /** Makes failed messages visible again after so many seconds; null: when the queue's visibility timeout is over. */
  readonly redeliverySeconds: number | null;
}

/** How many batches run at once: as Lambda begins, where the template gives no bound. */
const DEFAULT_CONCURRENCY = 5;
const WINDOW_POLL_MS = 50;

/** Receives batches from a queue and invokes a function with them, several at once. */
export class SqsMapping {
  readonly #options: SqsMappingOptions;
  readonly #concurrency: number;
  readonly #underWay = new Set<Promise<void>>();
  #stopping = false;
  #running: Promise<void> | null = null;
  /** Received, but over the last batch's 6 MB. */
  #kept: Message[] = [];

  constructor(options: SqsMappingOptions) {
    this.#options = options;
    const bound = options.spec.maximumConcurrency ?? DEFAULT_CONCURRENCY;
    this.#concurrency = Math.min(bound, options.target.spec.concurrency);
  }

  start(): void {
    this.#running = this.#loop();
  }

  /** Receives no more, and waits for the batches under way. */
  async stop(): Promise<void> {
    this.#stopping = true;
    await this.#running;
    await Promise.all(this.#underWay);
  }

  async #loop(): Promise<void> {
    while (!this.#stopping) {
      try {
        const messages = await this.#batch();
        if (messages.length === 0) continue;
        const work: Promise<void> = this.#process(messages)
          .catch((error: unknown) => this.#warn(error))
          .finally(() => this.#underWay.delete(work));
        this.#underWay.add(work);
        // Messages are only received when somebody is free to take them: their visibility timeout runs from then.
        if (this.#underWay.size >= this.#concurrency) await Promise.race(this.#underWay);
      } catch (error) {
        if (this.#stopping) return;
        this.#warn(error);
        await sleep(500);
      }
    }
  }

  async #batch(): Promise<Message[]> {
    const { spec } = this.#options;
    const batch = new SqsBatch(spec.batchSize, spec.windowMs);
    const take = (messages: Message[]): void => {
      this.#kept = [];
      for (const message of messages) if (!batch.add(message, Date.now())) this.#kept.push(message);
    };
    take(this.#kept);
    if (batch.messages.length === 0) take(await this.#receive(Math.min(10, spec.batchSize), 1));
    while (
      batch.messages.length > 0 &&
      !batch.closed(Date.now()) &&
      this.#kept.length === 0 &&
      !this.#stopping
    ) {
      const more = await this.#receive(Math.min(10, batch.room), 0);
      take(more);
      if (more.length === 0 && spec.windowMs > 0) await sleep(WINDOW_POLL_MS);
      if (more.length === 0 && spec.windowMs === 0) break;
    }
    return batch.messages;
  }

  async #receive(count: number, waitSeconds: number): Promise<Message[]> {
    const { client, queueUrl } = this.#options;
    const answer = await client.send(
      new ReceiveMessageCommand({
        QueueUrl: queueUrl,
        MaxNumberOfMessages: count,
        WaitTimeSeconds: waitSeconds,
        MessageSystemAttributeNames: ["All"],
        MessageAttributeNames: ["All"],
      }),
    );
    return answer.Messages ?? [];
  }

  async #process(messages: readonly Message[]): Promise<void> {
    const { spec, target, region, redeliverySeconds } = this.#options;
    const payload = JSON.stringify(sqsEvent(messages, spec.eventSourceArn, region));
    const { outcome } = await target.invoke(payload, "sqs");
    const failed = failedMessages(messages, outcome.ok ? outcome.payload : null, spec.reportsFailures);
    await this.#delete(messages.filter((message) => !failed.has(message)));
    if (redeliverySeconds !== null) await this.#makeVisible([...failed], redeliverySeconds);
  }

  async #delete(messages: readonly Message[]): Promise<void> {
    const { client, queueUrl } = this.#options;
    for (let from = 0; from < messages.length; from += 10) {
      const Entries = messages
        .slice(from, from + 10)
        .map((message, index) => ({ Id: String(index), ReceiptHandle: message.ReceiptHandle ?? "" }));
      await client.send(new DeleteMessageBatchCommand({ QueueUrl: queueUrl, Entries }));
    }
  }

  async #makeVisible(messages: readonly Message[], seconds: number): Promise<void> {
    const { client, queueUrl } = this.#options;
    for (let from = 0; from < messages.length; from += 10) {
      const Entries = messages.slice(from, from + 10).map((message, index) => ({
        Id: String(index),
        ReceiptHandle: message.ReceiptHandle ?? "",
        VisibilityTimeout: seconds,
      }));
      await client.send(new ChangeMessageVisibilityBatchCommand({ QueueUrl: queueUrl, Entries }));
    }
  }

  #warn(error: unknown): void {
    this.#options.log({ type: "warning", message: `${this.#options.spec.logicalId}: ${messageOf(error)}` });
  }
}

/** The messages that stay in the queue. `payload`: the function's answer, null where it failed. */
function failedMessages(
  messages: readonly Message[],
  payload: string | null,
  reports: boolean,
): ReadonlySet<Message> {
  if (payload === null) return new Set(messages);
  if (!reports) return new Set();
  const result = batchResult(payload, new Set(messages.map((message) => message.MessageId ?? "")));
  if (result.kind === "failed") return new Set(messages);
  if (result.kind === "succeeded") return new Set();
  return new Set(messages.filter((message) => result.failed.has(message.MessageId ?? "")));
}
