/** A process to be killed: syncs the source "shop" and prints, again and again, how many offers are written. */
import { setTimeout as sleep } from "node:timers/promises";
import { startFeed } from "../local/feed/start-feed.ts";

const started = await startFeed({
  dataDir: process.argv[2] ?? "",
  port: 0,
  schedules: false,
  sandboxes: false,
});
const { control, sources } = started.feed;
// A run that was killed has been taken up by the start.
const shop = await sources.get("shop");
if (!shop?.lease) {
  const outcome = await control.syncSource("shop", "INCREMENTAL");
  if (!outcome.ok) throw new Error(outcome.error.message);
}
const runId = (await sources.get("shop"))?.lastRunId ?? "";
for (;;) {
  const run = await sources.getRun(runId);
  process.stdout.write(`${(run?.created ?? 0) + (run?.unchanged ?? 0)}\n`);
  if (run?.status !== "RUNNING") break;
  await sleep(20);
}
await started.stop();
