/** A sync run as the API shows it. */
import type { SyncRun } from "../shared/sources/records.ts";

export type SyncRunView = Pick<
  SyncRun,
  | "id"
  | "sourceId"
  | "task"
  | "dryRun"
  | "mode"
  | "status"
  | "coverage"
  | "startedAt"
  | "finishedAt"
  | "fetched"
  | "created"
  | "changed"
  | "unchanged"
  | "removed"
  | "rejected"
  | "retries"
  | "resumes"
  | "message"
>;

export const toSyncRun = (run: SyncRun): SyncRunView => ({
  id: run.id,
  sourceId: run.sourceId,
  task: run.task,
  dryRun: run.dryRun,
  mode: run.mode,
  status: run.status,
  coverage: run.coverage,
  startedAt: run.startedAt,
  finishedAt: run.finishedAt,
  fetched: run.fetched,
  created: run.created,
  changed: run.changed,
  unchanged: run.unchanged,
  removed: run.removed,
  rejected: run.rejected,
  retries: run.retries,
  resumes: run.resumes,
  message: run.message,
});
