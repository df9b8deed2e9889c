/** Who calls, API keys, and the log of what was changed. */
import type { ApiKey } from "../../shared/access/api-keys.ts";
import type { AuditEntry } from "../../shared/access/audit.ts";
import type { ApiKeyInput } from "../../shared/access/control.ts";
import type { ControlContext, RequestContext } from "../context.ts";
import { type PageArguments, pageSize } from "../paging.ts";
import { attempted } from "./payloads.ts";

export const viewer = (
  _: unknown,
  __: unknown,
  { author, kind, role, scopes, expiresAt }: RequestContext,
) => ({
  name: author,
  kind,
  role,
  scopes: [...scopes],
  expiresAt: expiresAt === null ? null : new Date(expiresAt).toISOString(),
});

export const apiKeys = async (_: unknown, __: unknown, context: ControlContext) =>
  (await context.access.list()).map((key) => keyView(key, context.now));

const keyView = (key: ApiKey, now: Date) => ({
  ...key,
  active: key.revokedAt === null && (key.expiresAt === null || new Date(key.expiresAt) > now),
});

export async function createApiKey(_: unknown, { input }: { input: ApiKeyInput }, context: ControlContext) {
  const result = await attempted(context.access.createApiKey(input, context));
  return Array.isArray(result)
    ? { apiKey: null, secret: null, userErrors: result }
    : { apiKey: keyView(result.key, context.now), secret: result.secret, userErrors: [] };
}

export async function revokeApiKey(_: unknown, { id }: { id: string }, context: ControlContext) {
  const result = await attempted(context.access.revokeApiKey(id));
  return Array.isArray(result)
    ? { apiKey: null, userErrors: result }
    : { apiKey: keyView(result, context.now), userErrors: [] };
}

interface AuditArguments extends PageArguments {
  readonly author?: string | null;
  readonly action?: string | null;
}

export async function auditLog(_: unknown, args: AuditArguments, context: ControlContext) {
  const page = await context.auditLog.list({
    first: pageSize(args.first),
    after: args.after ?? null,
    author: args.author ?? null,
    action: args.action ?? null,
  });
  const nodes: readonly AuditEntry[] = page.entries;
  return {
    nodes,
    edges: nodes.map((node) => ({ cursor: node.id, node })),
    pageInfo: { hasNextPage: page.hasNextPage, endCursor: page.endCursor },
  };
}
