/** Running the benchmark catalogue through a started feed. */
import type { StartedFeed } from "../local/feed/start-feed.ts";
import { benchSettings } from "../shared/networks/generic-feed/sandbox/bench-settings.ts";
import type { SyncRun } from "../shared/sources/records.ts";

/** The benchmark's source. */
export const SOURCE = "bench";

export interface Synced {
  readonly run: SyncRun;
  /** From asking for the run until queue, streams and functions had nothing left to do. */
  readonly seconds: number;
}

/**
 * Syncs the catalogue at a revision, whole.
 * @param changed percent of the offers that each revision changes
 * @throws Error when the run does not succeed
 */
export async function synced(
  started: StartedFeed,
  items: number,
  { revision, changed = 1 }: { readonly revision: number; readonly changed?: number },
): Promise<Synced> {
  const { sources, control } = started.feed;
  const settings = benchSettings({ items, changed, revision });
  if (await sources.get(SOURCE)) await sources.update(SOURCE, { settings });
  else
    await control.addSource({ id: SOURCE, networkId: "generic-feed", name: SOURCE, settings, sandbox: true });
  const began = performance.now();
  const outcome = await control.syncSource(SOURCE, "FULL");
  if (!outcome.ok) throw new Error(outcome.error.message);
  await started.idle();
  const seconds = (performance.now() - began) / 1000;
  const run = await sources.getRun(outcome.value.id);
  if (run?.status !== "SUCCEEDED")
    throw new Error(`The benchmark's run ended ${run?.status}: ${run?.message}`);
  return { run, seconds };
}

/** Asks the API. @throws Error with the first error of its answer */
export async function ask<T>(url: string, query: string): Promise<T> {
  const response = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ query }),
  });
  const { data, errors } = (await response.json()) as { data: T; errors?: { message: string }[] };
  if (errors?.[0]) throw new Error(errors[0].message);
  return data;
}
