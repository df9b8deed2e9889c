/** One sync run of one source: lease, listing, comparison, queue, end. */
import { FeedUnreadable, type ListingEnd, type SyncMode } from "../networks/adapter.ts";
import type { RunItem } from "../sources/items.ts";
import type { Source, SyncRun } from "../sources/records.ts";
import type { FetchEnd } from "../sources/run-progress.ts";
import { ChunkSender } from "./chunks.ts";
import { readCredentials, readSettings } from "./inputs.ts";
import { Listing } from "./listing.ts";
import { releaseHeld, removeUnseen, retireAll } from "./removals-of-run.ts";
import { RunStopped, startHeartbeat } from "./heartbeat.ts";
import { ended, type RunContext, type RunTargets } from "./run-context.ts";

export interface RunRequest {
  readonly sourceId: string;
  readonly mode?: SyncMode | undefined;
  /** A run that was begun by whoever asks; without one, this begins its own. */
  readonly runId?: string | undefined;
  /** A HELD run whose removals are to be carried out; nothing is fetched then. */
  readonly release?: string | undefined;
}

export type RunResult =
  { readonly started: true; readonly run: SyncRun } | { readonly started: false; readonly reason: string };

/** Runs one sync. A failure of the network or of its data is the run's result, not an exception. */
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
  const { run } = begun;
  const sender = new ChunkSender(
    targets,
    {
      runId: run.id,
      runSeq: run.seq,
      sourceId: source.id,
      networkId: source.networkId,
      sandbox: source.sandbox,
      quiet: run.firstSync && !source.announceFirstSync,
    },
    run.startedAt.slice(0, 10),
  );
  const listing = new Listing({ targets, source, run, sender });
  const secrets: string[] = [];
  const heartbeat = startHeartbeat(() => targets.runs.progress(run.id, listing.progress(), targets.now()));
  let end: FetchEnd;
  try {
    end = await carriedOut(targets, request, source, run, listing, sender, secrets, heartbeat.signal);
  } catch (error) {
    end = endedBy(targets, error, heartbeat.signal, secrets, run);
  }
  await heartbeat.stop();
  // What is on its way counts; what a failed run has not sent yet, the next run finds again.
  await sender.settle();
  const ended = await targets.runs.fetchDone(run.id, listing.progress(), end, targets.now());
  targets.log("sync run fetched", {
    runId: run.id,
    outcome: end.outcome,
    coverage: end.coverage,
    message: end.message,
  });
  return { started: true, run: ended };
}

async function beginOrClaim(
  targets: RunTargets,
  source: Source,
  request: RunRequest,
): Promise<{ run: RunItem } | { reason: string }> {
  if (request.runId !== undefined) {
    const run = await targets.runs.claim(request.runId);
    return run ? { run } : { reason: `Run ${request.runId} is not waiting to be started.` };
  }
  if (!source.enabled) return { reason: `Source "${source.id}" is disabled.` };
  const begun = await targets.runs.begin(source, request.mode ?? "INCREMENTAL", targets.now());
  if ("heldBy" in begun) return { reason: `Source "${source.id}" is being synced by run ${begun.heldBy}.` };
  const run = await targets.runs.claim(begun.run.id);
  return run ? { run } : { reason: `Run ${begun.run.id} was taken by another.` };
}

async function carriedOut(
  targets: RunTargets,
  request: RunRequest,
  source: Source,
  run: RunItem,
  listing: Listing,
  sender: ChunkSender,
  secrets: string[],
  signal: AbortSignal,
): Promise<FetchEnd> {
  const context = { targets, source, run, sender };
  if (run.retire) return retireAll(context);
  if (request.release !== undefined) return releaseHeld(context, request.release);
  // Nobody is called, and no credential is read: they belong to nobody any more.
  const { retired } = targets.adapter;
  if (retired) return { ...ended("FAILED"), coverage: "PARTIAL", message: retired.message };
  const { credentials, values } = await readCredentials(targets.secrets, targets.adapter, source);
  secrets.push(...values);
  const settings = readSettings(targets.adapter, source);
  const { adapter } = targets;
  await listing.loadKnown();
  const http = targets.httpClient({
    source,
    quotaKey: `${adapter.id}:${adapter.quotaKey(credentials, settings)}`,
    secrets: values,
    signal,
  });
  const listed = await listing.take(adapter, { credentials, settings, http, signal });
  const renaming = await listing.settleRenamed(listed);
  await sender.flush();
  const end = await endOfListing(context, listing, listed);
  return renaming === null ? end : { ...end, message: [end.message, renaming].filter(Boolean).join("; ") };
}

/** Too many unreadable records mean that the feed or its mapping changed: such a listing removes nothing. */
const MOST_REJECTED_SHARE = 0.2;
const MOST_REJECTED_COUNT = 20;

async function endOfListing(context: RunContext, listing: Listing, listed: ListingEnd): Promise<FetchEnd> {
  const { fetched, rejected } = listing.progress();
  if (
    listed.coverage === "COMPLETE" &&
    rejected > MOST_REJECTED_COUNT &&
    rejected > fetched * MOST_REJECTED_SHARE
  ) {
    const reason = `${rejected} of ${fetched} records could not be read: check the settings; nothing was removed.`;
    return { ...ended("SUCCEEDED"), coverage: "PARTIAL", message: reason };
  }
  if (listed.coverage === "COMPLETE") return removeUnseen(context, listing.index);
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
