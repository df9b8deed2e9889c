/** Webhooks on DynamoDB, Secrets Manager and a change log of their own: for tests. */
import { LambdaClient } from "@aws-sdk/client-lambda";
import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SecretStore } from "../../local/cloud/endpoints/secret-store.ts";
import { secretsManager } from "../../local/cloud/endpoints/secrets.ts";
import { type Service, startEndpoints } from "../../local/cloud/endpoints/server.ts";
import { localCredentials, sealingKey } from "../../local/cloud/keys.ts";
import { openState } from "../../local/cloud/state.ts";
import { startDynamo, WEBHOOKS_TABLE } from "../../test/engines/dynamodb.ts";
import type { EgressPolicy } from "../http/egress.ts";
import { WebhookControl } from "./control.ts";
import { WebhookSecrets } from "./secrets.ts";
import { WebhookStore } from "./store.ts";

export const LOOPBACK: EgressPolicy = { allowedHosts: ["127.0.0.1"] };

export interface WebhookEngines {
  readonly documents: DynamoDBDocumentClient;
  readonly store: WebhookStore;
  readonly secrets: WebhookSecrets;
  readonly control: WebhookControl;
  /** What the deliver function was invoked with. */
  readonly invocations: unknown[];
  /** What time it is for all of them. */
  now: Date;
  stop(): Promise<void>;
}

/** Lambda, as far as it is asked here: takes asynchronous invocations of any function. */
const takingInvocations =
  (invocations: unknown[]): Service =>
  ({ path, body }) => {
    if (!path.endsWith("/functions/deliver/invocations")) return null;
    invocations.push(JSON.parse(body.toString()));
    return { status: 202, body: "" };
  };

export async function startWebhookEngines(): Promise<WebhookEngines> {
  const directory = await mkdtemp(join(tmpdir(), "webhooks-"));
  const state = openState(directory);
  const credentials = localCredentials(directory);
  const account = { id: "000000000000", region: "us-east-1", stackName: "test" };
  const invocations: unknown[] = [];
  const sealed = new SecretStore(state, sealingKey(directory), account);
  const [dynamo, endpoints] = await Promise.all([
    startDynamo(),
    startEndpoints([secretsManager(sealed), takingInvocations(invocations)], credentials),
  ]);
  const aws = { region: account.region, endpoint: endpoints.url, credentials };
  const store = new WebhookStore(dynamo.documents, WEBHOOKS_TABLE);
  const secrets = new WebhookSecrets(new SecretsManagerClient(aws), "webhooks/");
  const engines: WebhookEngines = {
    documents: dynamo.documents,
    store,
    secrets,
    control: new WebhookControl({
      store,
      secrets,
      lambda: new LambdaClient(aws),
      deliverFunctionArn: "deliver",
      policy: LOOPBACK,
      now: () => engines.now,
    }),
    invocations,
    now: new Date(),
    async stop() {
      await endpoints.stop();
      await dynamo.stop();
      state.close();
      await rm(directory, { recursive: true });
    },
  };
  return engines;
}
