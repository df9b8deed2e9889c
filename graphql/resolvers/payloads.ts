/** The answers of mutations: what was done, or in `userErrors` what the caller can put right. */
import type { Entered } from "../../shared/control/entry.ts";
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

/** What came of it, or what the caller got wrong. */
export async function attempted<T>(outcome: Promise<Outcome<T>>): Promise<T | UserError[]> {
  const result = await outcome;
  return result.ok ? result.value : [result.error, ...(result.more ?? [])];
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

/** What was written stands beside what could not be. */
export async function entryPayload(context: ControlContext, attempt: Promise<Outcome<Entered>>) {
  const result = await attempted(attempt);
  if ("errors" in result) {
    const { run, offers, errors } = result;
    return {
      run: run && toSyncRun(run),
      offers: offers.map((record) => toOffer(record, context.now)),
      userErrors: errors,
    };
  }
  return { run: null, offers: [], userErrors: result };
}
