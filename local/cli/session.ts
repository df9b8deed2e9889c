/** A feed for one command: the one that runs already, or one that is started for it and stopped after it. */
import { setTimeout as sleep } from "node:timers/promises";
import { startFeed } from "../feed/start-feed.ts";
import { type Feed, openFeed } from "./feed.ts";
import { findRunning } from "./running.ts";
import { warn } from "./output.ts";

export interface SessionOptions {
  readonly data: string;
  /** True: the command starts runs, so those that an earlier process left are taken up first. Default false. */
  readonly resume?: boolean;
}

export interface Session {
  readonly feed: Feed;
  /** Resolves when everything that was set going has been carried out: queue, streams, read model. */
  idle(): Promise<void>;
}

const IDLE_LOOK_MS = 200;

/** Runs a command on the feed of a data directory. */
export async function withFeed<T>(
  options: SessionOptions,
  command: (session: Session) => Promise<T>,
): Promise<T> {
  const running = await findRunning(options.data);
  if (running) {
    const feed = openFeed(running.environment);
    try {
      return await command({ feed, idle: () => remoteIdle(running.statusUrl) });
    } finally {
      await feed.close();
    }
  }
  warn("No feed is running here: starting one for this command …");
  const started = await startFeed({
    dataDir: options.data,
    port: 0,
    schedules: false,
    resume: options.resume ?? false,
    onTrouble: warn,
  });
  try {
    return await command({ feed: started.feed, idle: () => started.idle() });
  } finally {
    await started.stop();
  }
}

/** Idle twice in a row, so that what one step hands to the next is not missed in between. */
async function remoteIdle(statusUrl: string): Promise<void> {
  for (let quiet = 0; quiet < 2;) {
    const { pending } = (await (await fetch(statusUrl)).json()) as { pending: string[] };
    quiet = pending.length === 0 ? quiet + 1 : 0;
    await sleep(IDLE_LOOK_MS);
  }
}
