/** DynamoDB: the Dynoxide binary on a file, as a child that dies with this process. */
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { EngineFailed } from "../errors.ts";
import { spawnWatched } from "./child.ts";
import { freePort } from "./free-port.ts";
import type { WatchedChild } from "./child.ts";

export interface Dynoxide {
  readonly endpoint: string;
  /** Its SQLite file, which holds `_stream_records`. */
  readonly databaseFile: string;
  /** Resolves with a message if it ends by itself. */
  readonly failed: Promise<string>;
  stop(): Promise<void>;
}

/**
 * The binary's path: OFFERFEED_DYNOXIDE, else the optional npm package.
 * @throws EngineFailed saying how to get one
 */
export function dynoxideBinary(environment: Readonly<Record<string, string | undefined>>): string {
  const named = environment["OFFERFEED_DYNOXIDE"];
  if (named) {
    if (!existsSync(named)) throw new EngineFailed(`OFFERFEED_DYNOXIDE names ${named}, which is not there.`);
    return named;
  }
  try {
    return createRequire(import.meta.url).resolve("@dynoxide/linux-x64/dynoxide");
  } catch (cause) {
    throw new EngineFailed(
      `The DynamoDB engine for ${process.platform}-${process.arch} is not installed. Fetch it with \`npx dynoxide@1 --version\` ` +
        "and set OFFERFEED_DYNOXIDE to the binary's path, or run the functions against another DynamoDB with AWS_ENDPOINT_URL_DYNAMODB.",
      { cause },
    );
  }
}

/** @throws EngineFailed with the engine's own words when it does not come up in 20 seconds */
export async function startDynoxide(binary: string, dataDir: string): Promise<Dynoxide> {
  const databaseFile = join(dataDir, "dynamodb.db");
  for (let attempt = 1; ; attempt += 1) {
    const port = await freePort();
    const child = spawnWatched(binary, [
      "--host",
      "127.0.0.1",
      "--port",
      String(port),
      "--db-path",
      databaseFile,
    ]);
    const endpoint = `http://127.0.0.1:${port}`;
    const outcome = await Promise.race([answering(endpoint), child.ended]);
    if (outcome === "answering") return running(child, endpoint, databaseFile);
    await child.stop();
    const output = outcome === "silent" ? "no answer in 20 seconds" : outcome.output;
    // The binary does not say which port it got for 0, and between choosing one and binding it, somebody else may have taken it.
    if (attempt < 5 && /address (already )?in use/i.test(output)) continue;
    throw new EngineFailed(`Dynoxide (${binary}) did not start: ${output}`);
  }
}

function running(child: WatchedChild, endpoint: string, databaseFile: string): Dynoxide {
  let stopping = false;
  const failed = new Promise<string>((resolve) => {
    void child.ended.then(({ code, output }) => {
      if (!stopping) resolve(`Dynoxide ended with code ${code}: ${output}`);
    });
  });
  return {
    endpoint,
    databaseFile,
    failed,
    async stop() {
      stopping = true;
      await child.stop();
    },
  };
}

async function answering(endpoint: string): Promise<"answering" | "silent"> {
  for (const deadline = Date.now() + 20_000; Date.now() < deadline;) {
    try {
      await (await fetch(endpoint)).arrayBuffer();
      return "answering";
    } catch {
      await sleep(20);
    }
  }
  return "silent";
}
