/** Archives every version of the ledger's stream, then tells the event bus and the subscribers. */
import { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import type { DynamoDBBatchResponse, DynamoDBStreamEvent } from "aws-lambda";
import { toOfferChange } from "../graphql/offer-view.ts";
import { publishOfferChanges } from "../graphql/publish.ts";
import { Archive } from "../shared/archive/archive.ts";
import { announced, putChanges } from "../shared/publish/changes.ts";
import { s3Client } from "./clients.ts";
import { variable } from "./environment.ts";
import { observed } from "./observed.ts";
import { signWithRole } from "./signing.ts";
import { readRecords } from "./stream-records.ts";

const archive = new Archive(s3Client(), variable("ARCHIVE_BUCKET"));
const eventBridge = new EventBridgeClient({});
const busName = variable("EVENT_BUS_NAME");
const graphqlUrl = variable("GRAPHQL_URL");
const sign = signWithRole();

export const handler = observed(async (event: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse> => {
  const records = readRecords(event);
  await archive.write(records);
  const changes = announced(records).map((record) => toOfferChange(record));
  await putChanges(eventBridge, busName, changes);
  await publishOfferChanges(graphqlUrl, changes, sign);
  return { batchItemFailures: [] };
});
