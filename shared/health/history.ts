/** What a source's runs tell of it, read backwards from the newest. */
import type { SyncRun } from "../sources/records.ts";
import type { Unchanged } from "./records.ts";

/** The part of the Sources table's store that is read here. */
export interface RunLister {
  listRuns(page: {
    readonly sourceId: string;
    readonly first: number;
    readonly after: string | null;
  }): Promise<{
    readonly runs: readonly SyncRun[];
    readonly endCursor: string | null;
    readonly hasNextPage: boolean;
  }>;
}

export interface RunHistory {
  readonly lastRun: SyncRun | null;
  readonly unchanged: Unchanged | null;
}

const PAGE = 50;
/** A month of hourly syncs, and some: what lies further back changes no verdict. */
const MOST_RUNS = 1_000;

/** Whether the run tells of a source that is not as it was. One that was held found much of it gone. */
export const foundChange = ({ created, changed, removed, heldRemovals }: SyncRun): boolean =>
  created + changed + removed + heldRemovals > 0;

/** Whether the run has ended and tells something of its source: one that rolls offers back asks it nothing. */
export const isEvidence = ({ status, task }: SyncRun): boolean =>
  status !== "RUNNING" && status !== "CANCELLED" && (task === "LIST" || task === "RELEASE");

/** Reads back to the last run that found a change: one page for most sources. */
export async function runHistory(sources: RunLister, sourceId: string): Promise<RunHistory> {
  let lastRun: SyncRun | null = null;
  let unchanged: Unchanged | null = null;
  let after: string | null = null;
  for (let read = 0; read < MOST_RUNS; read += PAGE) {
    const page = await sources.listRuns({ sourceId, first: PAGE, after });
    for (const run of page.runs) {
      if (!isEvidence(run)) continue;
      lastRun ??= run;
      unchanged = extended(unchanged, run);
      if (foundChange(run)) return { lastRun, unchanged: unchanged.runs === 0 ? null : unchanged };
    }
    if (!page.hasNextPage) break;
    after = page.endCursor;
  }
  return { lastRun, unchanged: unchanged !== null && unchanged.runs > 0 ? unchanged : null };
}

/** A listing that broke off may have missed the change: it counts neither way. */
function extended(streak: Unchanged | null, run: SyncRun): Unchanged {
  const { runs, listed } = streak ?? { runs: 0, listed: 0 };
  const sawAll = run.status === "SUCCEEDED" && (run.coverage === "COMPLETE" || run.coverage === "STALE");
  const counts = sawAll && !foundChange(run);
  return {
    since: run.startedAt,
    runs: runs + (counts ? 1 : 0),
    listed: counts ? Math.max(listed, run.fetched) : listed,
  };
}
