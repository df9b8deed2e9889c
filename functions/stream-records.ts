/** The offers stream's records as version records, in order. */
import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import type { DynamoDBStreamEvent } from "aws-lambda";
import { recordFromItem } from "../shared/ledger/item.ts";
import type { VersionRecord } from "../shared/ledger/records.ts";

/**
 * Deletions hold no new image and are left out: old versions leave the ledger for the archive.
 * @throws LedgerItemBroken for a record that this product did not write. Lambda halves a batch that throws until the
 * record stands alone and sets it aside; one that is only reported would take the rest of its batch with it.
 */
export const readRecords = (event: DynamoDBStreamEvent): VersionRecord[] =>
  event.Records.map(({ dynamodb }) => dynamodb?.NewImage)
    .filter((image) => image !== undefined)
    .map((image) => recordFromItem(image as Record<string, AttributeValue>));
