/** Projects the ledger's stream into the read model. */
import type { DynamoDBBatchResponse, DynamoDBStreamEvent } from "aws-lambda";
import { projectOffers } from "../shared/readmodel/project.ts";
import { migratedDatabase } from "./database.ts";
import { observed } from "./observed.ts";
import { readRecords } from "./stream-records.ts";

const database = migratedDatabase();

export const handler = observed(async (event: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse> => {
  const records = readRecords(event);
  await projectOffers(await database(), records);
  return { batchItemFailures: [] };
});
