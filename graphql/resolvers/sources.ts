/** Networks and sources. */
import type { ControlContext } from "../context.ts";
import { type SyncRunView, toSyncRun } from "../run-view.ts";
import { type SourceView, toSource } from "../source-view.ts";
import { newestRun } from "./runs.ts";

export const networks = (_: unknown, __: unknown, context: ControlContext) =>
  context.networks.map((network) => ({
    id: network.id,
    name: network.name,
    docsUrl: network.docsUrl,
    credentialFields: network.credentialFields,
    settingsSchema: network.settingsSchema,
    defaultSchedule: network.defaultSchedule,
    maturity: network.maturity,
    maturityNote: network.maturityNote,
    capabilities: network.capabilities,
    policy: network.policy,
    retired: network.retired,
  }));

export async function source(
  _: unknown,
  args: { id: string },
  context: ControlContext,
): Promise<SourceView | null> {
  const found = await context.sources.get(args.id);
  return found === null ? null : toSource(found, context.now);
}

export async function sources(_: unknown, __: unknown, context: ControlContext): Promise<SourceView[]> {
  return (await context.sources.list()).map((each) => toSource(each, context.now));
}

export async function lastRun(
  parent: SourceView,
  _: unknown,
  context: ControlContext,
): Promise<SyncRunView | null> {
  const run = await newestRun(parent.record, context);
  return run === null ? null : toSyncRun(run);
}

export async function nextRunAt(
  parent: SourceView,
  _: unknown,
  context: ControlContext,
): Promise<string | null> {
  const next = context.control.nextRunAt(parent.record, await newestRun(parent.record, context));
  return next?.toISOString() ?? null;
}
