/** Webhooks: where they lead, how they are doing, and what admins do about them. */
import type { WebhookInput, WebhookWithSecret } from "../../shared/webhooks/control.ts";
import type { Outcome } from "../../shared/control/outcome.ts";
import { type Delivery, oldSecretUntil, type Webhook } from "../../shared/webhooks/records.ts";
import type { ControlContext } from "../context.ts";
import { pageSize } from "../paging.ts";
import { attempted } from "./payloads.ts";

const MOST_DELIVERIES = 20;

type State = "ACTIVE" | "FAILING" | "DISABLED";

const stateOf = ({ enabled, failures }: Webhook): State =>
  !enabled ? "DISABLED" : failures > 0 ? "FAILING" : "ACTIVE";

const toWebhook = (webhook: Webhook) => ({
  ...webhook,
  state: stateOf(webhook),
  oldSecretValidUntil: oldSecretUntil(webhook),
});

export const webhooks = async (_: unknown, __: unknown, context: ControlContext) =>
  (await context.webhooks.list()).map(toWebhook);

export async function webhook(_: unknown, args: { id: string }, context: ControlContext) {
  const found = await context.webhooks.get(args.id);
  return found && toWebhook(found);
}

export const deliveries = (
  parent: { readonly id: string },
  args: { first?: number | null },
  context: ControlContext,
): Promise<Delivery[]> =>
  context.webhooks.deliveries(parent.id, pageSize(args.first, MOST_DELIVERIES, MOST_DELIVERIES));

const addWebhook = (_: unknown, { input }: { input: WebhookInput }, context: ControlContext) =>
  secretPayload(context.webhooks.add(input, context.author));

interface UpdateArguments {
  readonly id: string;
  readonly input: Omit<Partial<WebhookInput>, "url"> & { readonly url?: string | null };
}

const updateWebhook = (
  _: unknown,
  { id, input: { url, ...rest } }: UpdateArguments,
  context: ControlContext,
) => payload(context.webhooks.update(id, url === undefined || url === null ? rest : { ...rest, url }));

const rotateWebhookSecret = (_: unknown, args: { id: string }, context: ControlContext) =>
  secretPayload(context.webhooks.rotateSecret(args.id));

const setWebhookEnabled = (_: unknown, args: { id: string; enabled: boolean }, context: ControlContext) =>
  payload(context.webhooks.setEnabled(args.id, args.enabled, context.author));

const removeWebhook = (_: unknown, args: { id: string }, context: ControlContext) =>
  payload(context.webhooks.remove(args.id));

async function testWebhook(_: unknown, args: { id: string }, context: ControlContext) {
  const result = await attempted(context.webhooks.test(args.id));
  return Array.isArray(result)
    ? { webhook: null, delivery: null, userErrors: result }
    : { webhook: toWebhook(result.webhook), delivery: result.delivery, userErrors: [] };
}

async function payload(outcome: Promise<Outcome<Webhook>>) {
  const result = await attempted(outcome);
  return Array.isArray(result)
    ? { webhook: null, userErrors: result }
    : { webhook: toWebhook(result), userErrors: [] };
}

async function secretPayload(outcome: Promise<Outcome<WebhookWithSecret>>) {
  const result = await attempted(outcome);
  return Array.isArray(result)
    ? { webhook: null, secret: null, userErrors: result }
    : { webhook: toWebhook(result.webhook), secret: result.secret, userErrors: [] };
}

export const webhookMutations = {
  addWebhook,
  updateWebhook,
  rotateWebhookSecret,
  setWebhookEnabled,
  removeWebhook,
  testWebhook,
};
