/** Which feed runs on a data directory, and how to reach it: written by the one that runs, read by every other command. */
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import type { FeedEnvironment } from "./feed.ts";

const schema = z.object({
  pid: z.int(),
  statusUrl: z.string(),
  environment: z.record(z.string(), z.string()),
});

export interface RunningFeed {
  readonly pid: number;
  readonly statusUrl: string;
  readonly environment: FeedEnvironment;
}

const fileIn = (dataDir: string): string => join(dataDir, "running.json");

/** Readable by its owner only: it holds the access key of the local cloud. */
export async function announceRunning(dataDir: string, feed: RunningFeed): Promise<void> {
  await mkdir(dataDir, { recursive: true });
  await writeFile(fileIn(dataDir), JSON.stringify(feed), { mode: 0o600 });
}

export const withdrawRunning = async (dataDir: string): Promise<void> => rm(fileIn(dataDir), { force: true });

/** @returns null when none runs, or when the one that did is gone */
export async function findRunning(dataDir: string): Promise<RunningFeed | null> {
  let text: string;
  try {
    text = await readFile(fileIn(dataDir), "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
    throw error;
  }
  const parsed = schema.safeParse(parsedJson(text));
  return parsed.success && isAlive(parsed.data.pid) ? parsed.data : null;
}

/** A process killed while writing leaves half a file: the same as none. */
function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
