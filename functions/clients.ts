/** AWS clients and the stores on them, made once an instance. */
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { S3Client } from "@aws-sdk/client-s3";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { LineObjects } from "../shared/archive/objects.ts";
import { ArchivedPast } from "../shared/archive/past.ts";
import { HealthStore } from "../shared/health/store.ts";
import { Ledger } from "../shared/ledger/ledger.ts";
import { RunStore } from "../shared/sources/run-store.ts";
import { SourceStore } from "../shared/sources/store.ts";
import { WebhookStore } from "../shared/webhooks/store.ts";
import { optionalVariable, variable } from "./environment.ts";

export const dynamo = new DynamoDBClient({});
export const documents = DynamoDBDocumentClient.from(dynamo, {
  marshallOptions: { removeUndefinedValues: true },
});

// An endpoint of one's own (the local cloud, MinIO …) has no DNS name for every bucket.
export const s3Client = (): S3Client =>
  new S3Client({ forcePathStyle: optionalVariable("AWS_ENDPOINT_URL_S3") !== null });

export const ledger = (): Ledger => new Ledger(dynamo, variable("OFFERS_TABLE"));

/** The same for who looks into histories: it reads on where old versions have left the table. */
export const ledgerWithPast = (): Ledger =>
  new Ledger(
    dynamo,
    variable("OFFERS_TABLE"),
    new ArchivedPast(new LineObjects(s3Client(), variable("ARCHIVE_BUCKET"))),
  );

export const healthStore = (): HealthStore => new HealthStore(documents, variable("SOURCES_TABLE"));

export const webhookStore = (): WebhookStore => new WebhookStore(documents, variable("WEBHOOKS_TABLE"));

export function sourceStores(): { sources: SourceStore; runs: RunStore } {
  const sources = new SourceStore(documents, variable("SOURCES_TABLE"));
  return { sources, runs: new RunStore(documents, variable("SOURCES_TABLE"), sources) };
}
