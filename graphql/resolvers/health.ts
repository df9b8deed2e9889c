/** How sources are doing, and what admins do about it. */
import { isEvidence } from "../../shared/health/history.ts";
import type { HealthState } from "../../shared/health/records.ts";
import { type HealthView, healthView } from "../../shared/health/view.ts";
import type { Source, SyncRun } from "../../shared/sources/records.ts";
import type { ControlContext, RequestContext } from "../context.ts";
import { type SourceView, toSource } from "../source-view.ts";
import { attempted, sourcePayload } from "./payloads.ts";
import { newestRun } from "./runs.ts";

/** Runs that tell nothing of their source seldom follow each other. */
const LOOKED_BACK = 10;

async function newestEvidence(source: Source, context: RequestContext): Promise<SyncRun | null> {
  const newest = await newestRun(source, context);
  if (newest === null || isEvidence(newest)) return newest;
  const page = { sourceId: source.id, first: LOOKED_BACK, after: null };
  return (await context.sources.listRuns(page)).runs.find(isEvidence) ?? null;
}

export const healthOf = (source: Source, context: RequestContext): Promise<HealthView> =>
  context.cache.once(`health ${source.id}`, async () => {
    const [run, record] = await Promise.all([
      newestEvidence(source, context),
      context.cache.together("health", source.id, (ids) => context.health.getMany(ids)),
    ]);
    return healthView(source, run, record, context.now);
  });

export const health = async (parent: SourceView, _: unknown, context: RequestContext): Promise<HealthState> =>
  (await healthOf(parent.record, context)).state;

export async function healthReport(parent: SourceView, _: unknown, context: RequestContext) {
  const { limits, ...view } = await healthOf(parent.record, context);
  return { ...view, ...limits };
}

export async function testSource(_: unknown, args: { sourceId: string }, context: ControlContext) {
  const result = await attempted(context.healthControl.testSource(args.sourceId));
  if (Array.isArray(result)) return { source: null, test: null, userErrors: result };
  return { source: toSource(result.source, context.now), test: result.test, userErrors: [] };
}

interface LimitArguments {
  readonly sourceId: string;
  readonly staleAfterHours?: number | null;
  readonly frozenAfterDays?: number | null;
  readonly partialAllowed?: boolean | null;
}

export const setHealthLimits = (
  _: unknown,
  { sourceId, partialAllowed, ...limits }: LimitArguments,
  context: ControlContext,
) =>
  sourcePayload(
    context,
    attempted(
      context.healthControl.setHealthLimits(sourceId, {
        ...limits,
        ...(partialAllowed === undefined ? {} : { partialAllowed: partialAllowed ?? false }),
      }),
    ),
  );
