/** A batch of the offers queue: each message by itself, the poisonous set aside with their reason. */
import { SendMessageCommand, type SQSClient } from "@aws-sdk/client-sqs";
import { BatchProcessor, EventType, processPartialResponse } from "@aws-lambda-powertools/batch";
import { chunkName } from "../ledger/decide.ts";
import { VersionRefused } from "../ledger/write.ts";
import { BadChunk, type OfferChunk, parseChunk } from "./message.ts";
import { noCounts } from "../sources/run-progress.ts";
import { upsertChunk, type UpsertTargets } from "./upsert.ts";

/** The part of an SQS record that is read here. */
export type QueueRecord = {
  readonly messageId: string;
  readonly body: string;
  readonly attributes: { readonly ApproximateReceiveCount: string };
};

export interface UpsertBatchTargets extends UpsertTargets {
  readonly sqs: SQSClient;
  readonly deadLetterQueueUrl: string;
  /** Deliveries that the queue allows before it moves a message to the dead-letter queue by itself. */
  readonly maxReceives: number;
  readonly log: (message: string, details: Readonly<Record<string, unknown>>) => void;
}

/**
 * Writes every message of a batch. One that fails for a passing reason is reported, and comes again; one that can
 * never succeed, or fails at its last delivery, goes to the dead-letter queue with its reason as the message
 * attribute `reason`, and its run learns of it. The others are written.
 */
export async function upsertBatch(
  targets: UpsertBatchTargets,
  records: readonly QueueRecord[],
): Promise<{ batchItemFailures: { itemIdentifier: string }[] }> {
  const processor = new BatchProcessor(EventType.SQS);
  const event = { Records: [...records] };
  return processPartialResponse(
    event,
    async (record: QueueRecord) => upsertMessage(targets, record),
    processor,
    {
      throwOnFullBatchFailure: false,
    },
  );
}

async function upsertMessage(targets: UpsertBatchTargets, record: QueueRecord): Promise<void> {
  let chunk: OfferChunk | null = null;
  try {
    chunk = parseChunk(record.body);
    await upsertChunk(targets, chunk);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const receives = Number(record.attributes.ApproximateReceiveCount);
    const hopeless = error instanceof BadChunk || error instanceof VersionRefused;
    targets.log("chunk not written", {
      messageId: record.messageId,
      receives,
      reason,
      runId: chunk?.origin.runId,
    });
    if (!hopeless && receives < targets.maxReceives) throw error;
    await setAside(targets, record, chunk, reason);
  }
}

async function setAside(
  targets: UpsertBatchTargets,
  record: QueueRecord,
  chunk: OfferChunk | null,
  reason: string,
): Promise<void> {
  await targets.sqs.send(
    new SendMessageCommand({
      QueueUrl: targets.deadLetterQueueUrl,
      MessageBody: record.body,
      MessageAttributes: {
        reason: { DataType: "String", StringValue: reason.slice(0, 1_000) },
        messageId: { DataType: "String", StringValue: record.messageId },
      },
    }),
  );
  if (chunk === null) return;
  const none = { ...noCounts(), readUnits: 0, writeUnits: 0 };
  const name = chunkName(chunk.origin.leg, chunk.chunk);
  await targets.runs.chunkDone(chunk.origin.runId, name, none, targets.now(), reason);
}
