/** A whole feed on a directory of its own, and what tests ask of it. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startFeed, type StartedFeed } from "../local/feed/start-feed.ts";
import type { SyncRun } from "../shared/sources/records.ts";

/** Where tests serve their feeds: an address that no source may reach unless it is allowed. */
const PARTNER_HOST = "127.0.0.1";

export const newDataDir = (): Promise<string> => mkdtemp(join(tmpdir(), "offerfeed-test-"));

export interface TestFeed extends StartedFeed {
  /** An admin's. */
  readonly token: string;
  /** Syncs a source and waits until everything behind it has followed. */
  synced(sourceId: string): Promise<SyncRun>;
  /** @throws Error with the first GraphQL error's message */
  query<Data>(document: string, variables?: Record<string, unknown>): Promise<Data>;
  /** Stops it and deletes its data. */
  discard(): Promise<void>;
}

export async function startTestFeed(
  options: {
    dataDir?: string;
    sandboxes?: boolean;
    functionTimeouts?: Readonly<Record<string, number>>;
    resume?: boolean;
    ledgerDays?: number;
    env?: Readonly<Record<string, string>>;
  } = {},
): Promise<TestFeed> {
  const dataDir = options.dataDir ?? (await newDataDir());
  process.env["OFFERFEED_ALLOWED_HOSTS"] = PARTNER_HOST;
  const started = await startFeed({
    dataDir,
    port: 0,
    schedules: false,
    sandboxes: options.sandboxes ?? false,
    functionTimeouts: options.functionTimeouts ?? {},
    resume: options.resume ?? true,
    env: options.env ?? {},
    ...(options.ledgerDays === undefined ? {} : { ledgerDays: options.ledgerDays }),
  });
  const token = await started.issuer.issue({ name: "tester", role: "ADMIN", seconds: 3_600 });
  return {
    ...started,
    token,
    async synced(sourceId) {
      const outcome = await started.feed.control.syncSource(sourceId, "INCREMENTAL");
      if (!outcome.ok) throw new Error(outcome.error.message);
      await started.idle();
      const run = await started.feed.sources.getRun(outcome.value.id);
      if (!run) throw new Error("the run is gone");
      return run;
    },
    async query<Data>(query: string, variables: Record<string, unknown> = {}) {
      const response = await fetch(started.graphqlUrl, {
        method: "POST",
        headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
        body: JSON.stringify({ query, variables }),
      });
      const { data, errors } = (await response.json()) as { data: Data; errors?: { message: string }[] };
      if (errors?.[0]) throw new Error(errors[0].message);
      return data;
    },
    async discard() {
      await started.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
