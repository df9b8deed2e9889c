/** The offers stream's records as version records, in order, up to the first that cannot be read. */
import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import type { DynamoDBBatchResponse, DynamoDBStreamEvent } from "aws-lambda";
import { type Item, recordFromItem } from "../shared/ledger/item.ts";
import type { VersionRecord } from "../shared/ledger/records.ts";
import { logger } from "./observed.ts";

export interface ReadRecords {
  readonly records: VersionRecord[];
  /** What the handler answers once it has handled `records`: Lambda repeats from there, and sets it aside in the end. */
  readonly response: DynamoDBBatchResponse;
}

export function readRecords(event: DynamoDBStreamEvent): ReadRecords {
  const records: VersionRecord[] = [];
  for (const { dynamodb } of event.Records) {
    const image = dynamodb?.NewImage;
    if (!image) continue;
    try {
      records.push(recordFromItem(image as Record<string, AttributeValue> as Item));
    } catch (error) {
      logger.error("stream record not readable", { keys: dynamodb.Keys, error });
      return {
        records,
        response: { batchItemFailures: [{ itemIdentifier: dynamodb.SequenceNumber ?? "" }] },
      };
    }
  }
  return { records, response: { batchItemFailures: [] } };
}
