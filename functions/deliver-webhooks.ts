/** Posts changes to webhooks: after each event of changes, each minute for what has to be tried again, and a ping on request. */
import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import type { Context } from "aws-lambda";
import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import * as z from "zod";
import { changesReader } from "../graphql/read-changes.ts";
import { egressPolicy } from "../shared/http/egress.ts";
import { deliverToAll, type DeliveryPass, ping } from "../shared/webhooks/pass.ts";
import type { Delivery } from "../shared/webhooks/records.ts";
import { WebhookSecrets } from "../shared/webhooks/secrets.ts";
import { webhookStore } from "./clients.ts";
import { optionalVariable, variable } from "./environment.ts";
import { logger, observed } from "./observed.ts";
import { signWithRole } from "./signing.ts";

/** An event of the bus, a schedule's, or a request for a ping. */
const requestSchema = z.looseObject({
  ping: z.string().optional(),
  "detail-type": z.string().optional(),
});

const targets = {
  store: webhookStore(),
  secrets: new WebhookSecrets(new SecretsManagerClient({}), variable("WEBHOOK_SECRET_PREFIX")),
  readChanges: changesReader(variable("GRAPHQL_URL"), signWithRole()),
  policy: egressPolicy(optionalVariable("OFFERFEED_WEBHOOK_HOSTS")),
  now: () => new Date(),
  random: Math.random,
  sleep,
};

export const handler = observed(
  async (event: unknown, context: Context): Promise<DeliveryPass | Delivery | null> => {
    const request = requestSchema.parse(event);
    const deliverer = {
      ...targets,
      owner: randomUUID(),
      remainingMs: () => context.getRemainingTimeInMillis(),
    };
    if (request.ping !== undefined) return ping(deliverer, request.ping);
    const pass = await deliverToAll(deliverer, { patient: request["detail-type"] !== undefined });
    logger.info("webhooks served", { ...pass });
    return pass;
  },
);
