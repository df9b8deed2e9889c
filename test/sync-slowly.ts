/** A process to be killed: syncs the source "shop" and prints, again and again, how many offers are written. */
import { setTimeout as sleep } from "node:timers/promises";
import { startFeed } from "../local/feed/start-feed.ts";

const started = await startFeed({
  dataDir: process.argv[2] ?? "",
  port: 0,
  schedules: false,
  sandboxes: false,
});
const outcome = await started.feed.control.syncSource("shop", "INCREMENTAL");
if (!outcome.ok) throw new Error(outcome.error.message);
for (;;) {
  const run = await started.feed.sources.getRun(outcome.value.id);
  process.stdout.write(`${(run?.created ?? 0) + (run?.unchanged ?? 0)}\n`);
  if (run?.status !== "RUNNING") break;
  await sleep(20);
}
await started.stop();
