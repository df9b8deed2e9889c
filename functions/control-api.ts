/** The fields of the API that need no PostgreSQL: sources, runs, networks, and the mutations, behind AppSync. */
import { LambdaClient } from "@aws-sdk/client-lambda";
import { SchedulerClient } from "@aws-sdk/client-scheduler";
import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { appsyncPublisher, newRequest } from "../graphql/context.ts";
import { type AppsyncEvent, appsyncHandler } from "../graphql/hosts/appsync.ts";
import { controlResolvers } from "../graphql/resolvers/control.ts";
import { AccessControl } from "../shared/access/control.ts";
import { ApiKeys } from "../shared/access/api-keys.ts";
import { AuditLog } from "../shared/access/audit.ts";
import { Control } from "../shared/control/control.ts";
import { OfferEntry } from "../shared/control/entry.ts";
import { Curation } from "../shared/control/curation.ts";
import { HealthControl } from "../shared/health/control.ts";
import { SourceTests } from "../shared/health/source-tests.ts";
import { egressPolicy } from "../shared/http/egress.ts";
import { describeNetwork } from "../shared/networks/catalogue.ts";
import { definitions } from "../shared/networks/definitions.ts";
import { SourceSchedules } from "../shared/sources/schedules.ts";
import { SourceSecrets } from "../shared/sources/secrets.ts";
import { WebhookControl } from "../shared/webhooks/control.ts";
import { WebhookSecrets } from "../shared/webhooks/secrets.ts";
import { callerOf } from "./caller.ts";
import { documents, healthStore, ledger, ledgerWithPast, sourceStores, webhookStore } from "./clients.ts";
import { optionalVariable, variable } from "./environment.ts";
import { logger, observed } from "./observed.ts";

const now = (): Date => new Date();
const { sources, runs } = sourceStores();
const fetchFunctionArnPrefix = variable("FETCH_FUNCTION_ARN_PREFIX");
const lambda = new LambdaClient({});
const secretsManager = new SecretsManagerClient({});
const health = healthStore();
const accessTable = variable("ACCESS_TABLE");
const auditLog = new AuditLog(documents, accessTable, now);
const control = new Control({
  sources,
  runs,
  secrets: new SourceSecrets(secretsManager, variable("SECRET_PREFIX")),
  schedules: new SourceSchedules(new SchedulerClient({}), {
    groupName: variable("SCHEDULE_GROUP"),
    roleArn: variable("SCHEDULE_ROLE_ARN"),
    fetchFunctionArnPrefix,
  }),
  lambda,
  fetchFunctionArnPrefix,
  definitions,
  now,
});
const shared = {
  sources,
  control,
  health,
  healthControl: new HealthControl({
    sources,
    health,
    tests: new SourceTests({ lambda, fetchFunctionArnPrefix, health, now }),
    lambda,
    checkFunctionArn: variable("CHECK_FUNCTION_ARN"),
  }),
  curation: new Curation(ledgerWithPast(), now),
  entry: new OfferEntry({ ledger: ledger(), sources, runs, definitions, now }),
  access: new AccessControl(new ApiKeys(documents, accessTable), now),
  audit: auditLog,
  auditLog,
  webhooks: new WebhookControl({
    store: webhookStore(),
    secrets: new WebhookSecrets(secretsManager, variable("WEBHOOK_SECRET_PREFIX")),
    lambda,
    deliverFunctionArn: variable("DELIVER_FUNCTION_ARN"),
    policy: egressPolicy(optionalVariable("OFFERFEED_WEBHOOK_HOSTS")),
    now,
  }),
  networks: definitions.map(describeNetwork),
  publisher: appsyncPublisher,
};

const handle = appsyncHandler(
  controlResolvers,
  (event) => ({ ...shared, ...newRequest(callerOf(event)) }),
  (error, event) => logger.error("field failed", { field: event.info, error }),
);

export const handler = observed(async (event: AppsyncEvent | readonly AppsyncEvent[]) => handle(event));
