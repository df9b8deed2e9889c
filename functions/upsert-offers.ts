/** Writes chunks of offers from the queue to the ledger. */
import { SQSClient } from "@aws-sdk/client-sqs";
import type { SQSBatchResponse, SQSEvent } from "aws-lambda";
import { upsertBatch } from "../shared/sync/upsert-batch.ts";
import { ledger, sourceStores } from "./clients.ts";
import { variable } from "./environment.ts";
import { logger, observed } from "./observed.ts";

const targets = {
  ...sourceStores(),
  ledger: ledger(),
  now: () => new Date(),
  sqs: new SQSClient({}),
  deadLetterQueueUrl: variable("OFFERS_DLQ_URL"),
  maxReceives: Number(variable("OFFERS_MAX_RECEIVES")),
  log: (message: string, details: Readonly<Record<string, unknown>>) => logger.warn(message, { ...details }),
};

export const handler = observed(async (event: SQSEvent): Promise<SQSBatchResponse> =>
  upsertBatch(targets, event.Records),
);
