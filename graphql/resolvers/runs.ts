/** Sync runs. */
import type { Source, SyncRun } from "../../shared/sources/records.ts";
import type { RequestContext, RunPage } from "../context.ts";
import { type PageArguments, pageSize } from "../paging.ts";
import { type SyncRunView, toSyncRun } from "../run-view.ts";

export const runOnce = (runId: string, context: RequestContext): Promise<SyncRun | null> =>
  context.cache.once(`run ${runId}`, () => context.sources.getRun(runId));

export const newestRun = async (source: Source, context: RequestContext): Promise<SyncRun | null> =>
  source.lastRunId === null ? null : runOnce(source.lastRunId, context);

export async function syncRun(
  _: unknown,
  args: { id: string },
  context: RequestContext,
): Promise<SyncRunView | null> {
  const run = await runOnce(args.id, context);
  return run === null ? null : toSyncRun(run);
}

export async function syncRuns(
  _: unknown,
  args: PageArguments & { sourceId?: string | null },
  context: RequestContext,
) {
  return connection(await runsOf(args.sourceId ?? undefined, args, context));
}

export async function runsOfSource(
  parent: { readonly id: string },
  args: PageArguments,
  context: RequestContext,
) {
  return connection(await runsOf(parent.id, args, context));
}

const runsOf = (
  sourceId: string | undefined,
  args: PageArguments,
  context: RequestContext,
): Promise<RunPage> =>
  context.sources.listRuns({ sourceId, first: pageSize(args.first), after: args.after ?? null });

function connection({ runs, cursors, hasNextPage, endCursor }: RunPage) {
  const nodes = runs.map(toSyncRun);
  const edges = nodes.map((node, place) => ({ cursor: cursors[place], node }));
  return { edges, nodes, pageInfo: { hasNextPage, endCursor } };
}
