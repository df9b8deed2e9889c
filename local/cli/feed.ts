/** The feed as the command line sees it: the same domain objects that the functions use, on the same services. */
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { LambdaClient } from "@aws-sdk/client-lambda";
import { S3Client } from "@aws-sdk/client-s3";
import { SchedulerClient } from "@aws-sdk/client-scheduler";
import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { ApiKeys } from "../../shared/access/api-keys.ts";
import { AuditLog } from "../../shared/access/audit.ts";
import { AccessControl } from "../../shared/access/control.ts";
import { Archive } from "../../shared/archive/archive.ts";
import { MovedVersions } from "../../shared/archive/moved.ts";
import { Control } from "../../shared/control/control.ts";
import { OfferEntry } from "../../shared/control/entry.ts";
import { Curation } from "../../shared/control/curation.ts";
import { HealthControl } from "../../shared/health/control.ts";
import { SourceTests } from "../../shared/health/source-tests.ts";
import { HealthStore } from "../../shared/health/store.ts";
import type { OffersTable } from "../../shared/ledger/batches.ts";
import { Ledger } from "../../shared/ledger/ledger.ts";
import { definitions } from "../../shared/networks/definitions.ts";
import { connect, type Database } from "../../shared/readmodel/database.ts";
import { RunStore } from "../../shared/sources/run-store.ts";
import { SourceSchedules } from "../../shared/sources/schedules.ts";
import { SourceSecrets } from "../../shared/sources/secrets.ts";
import { SourceStore } from "../../shared/sources/store.ts";
import { egressPolicy } from "../../shared/http/egress.ts";
import { WebhookControl } from "../../shared/webhooks/control.ts";
import { WebhookSecrets } from "../../shared/webhooks/secrets.ts";
import { WebhookStore } from "../../shared/webhooks/store.ts";

/** The environments of the control API and of publish-changes, plus `DATABASE_URL` and the AWS endpoints. */
export type FeedEnvironment = Readonly<Record<string, string>>;

export interface Feed {
  readonly sources: SourceStore;
  readonly runs: RunStore;
  readonly control: Control;
  readonly health: HealthStore;
  readonly healthControl: HealthControl;
  readonly curation: Curation;
  readonly entry: OfferEntry;
  readonly keys: ApiKeys;
  readonly access: AccessControl;
  readonly auditLog: AuditLog;
  readonly webhooks: WebhookControl;
  readonly ledger: Ledger;
  readonly archive: Archive;
  /** Versions that have left the ledger. */
  readonly moved: MovedVersions;
  /** The ledger's table itself: for what puts back and takes away whole histories. */
  readonly offers: OffersTable;
  readonly database: Database;
  close(): Promise<void>;
}

/** @throws Error naming the variable that the environment lacks */
export function openFeed(environment: FeedEnvironment): Feed {
  const named = (name: string): string => {
    const value = environment[name];
    if (value === undefined)
      throw new Error(`The feed's environment has no ${name}: start it again with "npm start".`);
    return value;
  };
  const options = (service: string) => ({
    region: named("AWS_REGION"),
    endpoint: named(`AWS_ENDPOINT_URL_${service}`),
    credentials: { accessKeyId: named("AWS_ACCESS_KEY_ID"), secretAccessKey: named("AWS_SECRET_ACCESS_KEY") },
  });
  const dynamo = new DynamoDBClient(options("DYNAMODB"));
  const documents = DynamoDBDocumentClient.from(dynamo, { marshallOptions: { removeUndefinedValues: true } });
  const sources = new SourceStore(documents, named("SOURCES_TABLE"));
  const runs = new RunStore(documents, named("SOURCES_TABLE"), sources);
  const s3 = new S3Client({ ...options("S3"), forcePathStyle: true });
  const moved = new MovedVersions(s3, named("ARCHIVE_BUCKET"));
  const offers: OffersTable = { client: dynamo, table: named("OFFERS_TABLE") };
  const ledger = new Ledger(dynamo, offers.table, moved);
  const now = (): Date => new Date();
  const fetchFunctionArnPrefix = named("FETCH_FUNCTION_ARN_PREFIX");
  const lambda = new LambdaClient(options("LAMBDA"));
  const health = new HealthStore(documents, named("SOURCES_TABLE"));
  const secretsManager = new SecretsManagerClient(options("SECRETS_MANAGER"));
  const control = new Control({
    sources,
    runs,
    secrets: new SourceSecrets(secretsManager, named("SECRET_PREFIX")),
    schedules: new SourceSchedules(new SchedulerClient(options("SCHEDULER")), {
      groupName: named("SCHEDULE_GROUP"),
      roleArn: named("SCHEDULE_ROLE_ARN"),
      fetchFunctionArnPrefix,
    }),
    lambda,
    fetchFunctionArnPrefix,
    definitions,
    now,
  });
  const keys = new ApiKeys(documents, named("ACCESS_TABLE"));
  const database = connect({ url: named("DATABASE_URL") });
  return {
    sources,
    runs,
    control,
    health,
    healthControl: new HealthControl({
      sources,
      health,
      tests: new SourceTests({ lambda, fetchFunctionArnPrefix, health, now }),
      lambda,
      checkFunctionArn: named("CHECK_FUNCTION_ARN"),
    }),
    curation: new Curation(ledger, now),
    entry: new OfferEntry({ ledger, sources, runs, definitions, now }),
    keys,
    access: new AccessControl(keys, now),
    auditLog: new AuditLog(documents, named("ACCESS_TABLE"), now),
    webhooks: new WebhookControl({
      store: new WebhookStore(documents, named("WEBHOOKS_TABLE")),
      secrets: new WebhookSecrets(secretsManager, named("WEBHOOK_SECRET_PREFIX")),
      lambda,
      deliverFunctionArn: named("DELIVER_FUNCTION_ARN"),
      policy: egressPolicy(environment["OFFERFEED_WEBHOOK_HOSTS"] ?? null),
      now,
    }),
    ledger,
    archive: new Archive(s3, named("ARCHIVE_BUCKET")),
    moved,
    offers,
    database,
    async close() {
      await database.destroy();
      dynamo.destroy();
    },
  };
}
