/** One sync run of one source: lease, listing, comparison, queue, end. */
import { FeedUnreadable, type ListingEnd } from "../networks/adapter.ts";
import type { RunItem } from "../sources/items.ts";
import type { Source, SyncRun } from "../sources/records.ts";
import type { FetchEnd } from "../sources/run-progress.ts";
import { RunEnded } from "../sources/run-store.ts";
import { ChunkSender } from "./chunks.ts";
import { readCredentials, readSettings } from "./inputs.ts";
import { CONTINUED, Listing } from "./listing.ts";
import { releaseHeld, removeUnseen, retireAll } from "./removals-of-run.ts";
import { rollBack } from "./rollback.ts";
import { RunStopped, startHeartbeat } from "./heartbeat.ts";
import { RunTally } from "./tally.ts";
import { ended, type RunContext, type RunRequest, type RunTargets } from "./run-context.ts";

export type RunResult =
  { readonly started: true; readonly run: SyncRun } | { readonly started: false; readonly reason: string };

/**
 * Runs one sync, or one leg of it: where the function's time is up, the next leg has been started when this returns. A
 * failure of the network or of its data is the run's result, not an exception.
 */
export async function runSync(shared: RunTargets, request: RunRequest): Promise<RunResult> {
  const targets = { ...shared, ledger: shared.ledger.metered() };
  const source = await targets.sources.get(request.sourceId);
  if (!source) return { started: false, reason: `There is no source "${request.sourceId}".` };
  if (source.networkId !== targets.adapter.id) {
    return {
      started: false,
      reason: `Source "${source.id}" belongs to ${source.networkId}, not ${targets.adapter.id}.`,
    };
  }
  const begun = await beginOrClaim(targets, source, request);
  if ("reason" in begun) return { started: false, reason: begun.reason };
  try {
    return { started: true, run: await workOn(targets, source, begun.run) };
  } catch (error) {
    if (!(error instanceof RunEnded)) throw error;
    return { started: false, reason: error.message };
  }
}

/** One leg. @throws RunEnded when others ended the run or took it over */
async function workOn(targets: RunTargets, source: Source, run: RunItem): Promise<SyncRun> {
  const sender = new ChunkSender(
    targets,
    {
      runId: run.id,
      runSeq: run.seq,
      leg: run.leg,
      sourceId: source.id,
      networkId: source.networkId,
      sandbox: source.sandbox,
      quiet: run.firstSync && !source.announceFirstSync,
    },
    run.startedAt.slice(0, 10),
    run.checkpoint?.chunks ?? 0,
  );
  const tally = new RunTally(run, sender, targets.ledger);
  const context = { targets, source, run, sender, tally };
  const secrets: string[] = [];
  const heartbeat = startHeartbeat(() => targets.runs.progress(run, tally.progress(), targets.now()));
  let end: FetchEnd | typeof CONTINUED;
  try {
    end = await carriedOut(context, secrets, heartbeat.signal);
  } catch (error) {
    end = endedBy(targets, error, heartbeat.signal, secrets, run);
  }
  await heartbeat.stop();
  // What is on its way counts; what a failed run has not sent yet, the next run finds again.
  await sender.settle();
  if (end === CONTINUED) return goOn(context);
  const ended = await targets.runs.fetchDone(run, tally.progress(), end, targets.now());
  targets.log("sync run fetched", {
    runId: run.id,
    outcome: end.outcome,
    coverage: end.coverage,
    message: end.message,
  });
  return ended;
}

async function goOn({ targets, run }: RunContext): Promise<SyncRun> {
  targets.log("sync run goes on", { runId: run.id, leg: run.leg });
  await targets.runs.handOver(run, targets.now());
  const current = await targets.sources.getRun(run.id);
  if (!current) throw new Error(`Run ${run.id} is gone from the Sources table.`);
  return current;
}

async function beginOrClaim(
  targets: RunTargets,
  source: Source,
  request: RunRequest,
): Promise<{ run: RunItem } | { reason: string }> {
  const now = targets.now();
  if (request.runId !== undefined) {
    const run = await targets.runs.claim(request.runId, request.leg ?? 1, now);
    return run ? { run } : { reason: `Run ${request.runId} is not waiting to be started.` };
  }
  if (!source.enabled) return { reason: `Source "${source.id}" is disabled.` };
  const begun = await targets.runs.begin(source, request.mode ?? "INCREMENTAL", now);
  if ("heldBy" in begun) return { reason: `Source "${source.id}" is being synced by run ${begun.heldBy}.` };
  const open = "stalled" in begun ? begun.stalled : begun.run;
  const leg = "stalled" in begun ? await targets.runs.died(open, now) : 1;
  if (leg === null) return { reason: `Run ${open.id} was given up; the next one starts over.` };
  const run = await targets.runs.claim(open.id, leg, now);
  return run ? { run } : { reason: `Run ${open.id} was taken by another.` };
}

async function carriedOut(
  context: RunContext,
  secrets: string[],
  signal: AbortSignal,
): Promise<FetchEnd | typeof CONTINUED> {
  const { targets, source, run, sender } = context;
  if (run.task === "RETIRE") return retireAll(context);
  if (run.task === "RELEASE") return releaseHeld(context);
  if (run.task === "ROLLBACK") return rollBack(context, signal);
  // Nobody is called, and no credential is read: they belong to nobody any more.
  const { retired } = targets.adapter;
  if (retired) return { ...ended("FAILED"), coverage: "PARTIAL", message: retired.message };
  const { credentials, values } = await readCredentials(targets.secrets, targets.adapter, source);
  secrets.push(...values);
  const settings = readSettings(targets.adapter, source);
  const { adapter } = targets;
  const listing = new Listing(context);
  await listing.loadKnown();
  const http = targets.httpClient({
    source,
    quotaKey: `${adapter.id}:${adapter.quotaKey(credentials, settings)}`,
    secrets: values,
    signal,
  });
  const listed = await listing.take(adapter, { credentials, settings, http, signal });
  if (listed === CONTINUED) return CONTINUED;
  const renaming = await listing.settleRenamed(listed);
  await sender.flush();
  const end = await endOfListing(context, listing, listed);
  return renaming === null ? end : { ...end, message: [end.message, renaming].filter(Boolean).join("; ") };
}

/** Too many unreadable records mean that the feed or its mapping changed: such a listing removes nothing. */
const MOST_REJECTED_SHARE = 0.2;
const MOST_REJECTED_COUNT = 20;

async function endOfListing(context: RunContext, listing: Listing, listed: ListingEnd): Promise<FetchEnd> {
  const { fetched, rejected } = context.tally;
  if (
    listed.coverage === "COMPLETE" &&
    rejected > MOST_REJECTED_COUNT &&
    rejected > fetched * MOST_REJECTED_SHARE
  ) {
    const reason = `${rejected} of ${fetched} records could not be read: check the settings; nothing was removed.`;
    return { ...ended("SUCCEEDED"), coverage: "PARTIAL", message: reason };
  }
  if (listed.coverage === "COMPLETE" && !listing.isWhole) {
    return {
      ...ended("SUCCEEDED"),
      coverage: "PARTIAL",
      message:
        "The index of what the source lists did not agree with the ledger, so every offer was compared with the ledger itself, and nothing was removed; the next run looks again.",
    };
  }
  if (listed.coverage === "COMPLETE") return removeUnseen(context, listing.index, listing.knownAtStart);
  const reason = listed.reason ?? "the listing did not reach its end";
  return { ...ended("SUCCEEDED"), coverage: listed.coverage, message: `Nothing was removed: ${reason}` };
}

function endedBy(
  targets: RunTargets,
  error: unknown,
  signal: AbortSignal,
  secrets: readonly string[],
  run: RunItem,
): FetchEnd {
  const reason: unknown = signal.aborted ? signal.reason : error;
  if (reason instanceof RunStopped) {
    return { ...ended("CANCELLED"), coverage: "PARTIAL", message: reason.message };
  }
  const text = reason instanceof Error ? reason.message : String(reason);
  const message = targets.masked(text, secrets);
  targets.log("sync run failed", {
    runId: run.id,
    message,
    ...(reason instanceof Error && !(reason instanceof FeedUnreadable)
      ? { stack: targets.masked(reason.stack ?? "", secrets) }
      : {}),
  });
  return { ...ended("FAILED"), coverage: "PARTIAL", message };
}
