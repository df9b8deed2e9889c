/** Projects the ledger's stream into the read model. */
import type { DynamoDBBatchResponse, DynamoDBStreamEvent } from "aws-lambda";
import { migrate } from "../shared/readmodel/database.ts";
import { projectOffers } from "../shared/readmodel/project.ts";
import { database } from "./database.ts";
import { observed } from "./observed.ts";
import { readRecords } from "./stream-records.ts";

const db = database();
let migrated: Promise<void> | null = null;

/** Once an instance; a failure is tried again by the next invocation. */
async function upToDate(): Promise<void> {
  migrated ??= migrate(db);
  try {
    await migrated;
  } catch (error) {
    migrated = null;
    throw error;
  }
}

export const handler = observed(async (event: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse> => {
  await upToDate();
  const { records, response } = readRecords(event);
  await projectOffers(db, records);
  return response;
});
