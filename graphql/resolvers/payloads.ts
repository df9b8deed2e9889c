/** The answers of mutations: what was done, or in `userErrors` what the caller can put right. */
import type { Outcome } from "../../shared/control/outcome.ts";
import type { VersionRecord } from "../../shared/ledger/records.ts";
import type { Source, SyncRun } from "../../shared/sources/records.ts";
import type { ControlContext } from "../context.ts";
import { toOffer } from "../offer-view.ts";
import { toSyncRun } from "../run-view.ts";
import { toSource } from "../source-view.ts";

export interface UserError {
  readonly field: readonly string[] | null;
  readonly code: string;
  readonly message: string;
}

export const FORBIDDEN: UserError = { field: null, code: "FORBIDDEN", message: "Only admins may do this." };

/** Does it, if the caller is an admin. */
export async function asAdmin<T>(
  context: ControlContext,
  act: () => Promise<Outcome<T>>,
): Promise<T | UserError[]> {
  if (!context.admin) return [FORBIDDEN];
  const outcome = await act();
  return outcome.ok ? outcome.value : [outcome.error];
}

export type Attempt<T> = Promise<T | UserError[]>;

export async function syncPayload(attempt: Attempt<SyncRun>) {
  const result = await attempt;
  return Array.isArray(result)
    ? { run: null, userErrors: result }
    : { run: toSyncRun(result), userErrors: [] };
}

export async function sourcePayload(context: ControlContext, attempt: Attempt<Source>) {
  const result = await attempt;
  return Array.isArray(result)
    ? { source: null, userErrors: result }
    : { source: toSource(result, context.now), userErrors: [] };
}

export async function offerPayload(context: ControlContext, attempt: Attempt<VersionRecord>) {
  const result = await attempt;
  return Array.isArray(result)
    ? { offer: null, userErrors: result }
    : { offer: toOffer(result, context.now), userErrors: [] };
}
