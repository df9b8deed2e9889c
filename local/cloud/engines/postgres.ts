/** PostgreSQL: PGlite in a thread of its own, reached by the ordinary wire protocol. */
import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { EngineFailed } from "../errors.ts";
import type { PostgresMessage } from "./postgres.worker.ts";

export interface PostgresEngine {
  /** `postgres://…`; its password means nothing, the server asks for none. */
  readonly url: string;
  readonly host: string;
  readonly port: number;
  stop(): Promise<void>;
}

/** @throws EngineFailed when the directory can't be opened, saying how to get the read model back */
export async function startPostgres(dataDir: string): Promise<PostgresEngine> {
  const directory = join(dataDir, "postgres");
  await mkdir(directory, { recursive: true });
  // Left by a killed process. The data directory's lock says that nobody else works on these files.
  await rm(join(directory, "postmaster.pid"), { force: true });
  const worker = new Worker(new URL("./postgres.worker.ts", import.meta.url), {
    workerData: { directory },
    env: {},
    execArgv: [],
  });
  const port = await listeningPort(worker, directory);
  const ended = new Promise<void>((resolve) => worker.once("exit", () => resolve()));
  return {
    url: `postgres://postgres@127.0.0.1:${port}/postgres?sslmode=disable`,
    host: "127.0.0.1",
    port,
    async stop() {
      worker.postMessage("close", []);
      await ended;
    },
  };
}

function listeningPort(worker: Worker, directory: string): Promise<number> {
  const failed = (reason: string): EngineFailed =>
    new EngineFailed(
      `PostgreSQL could not open ${directory}: ${reason}. It holds only the read model: move the directory away, ` +
        "start again and run `offers rebuild` to restore it from the ledger.",
    );
  return new Promise((resolve, reject) => {
    worker.once("error", (error) => reject(failed(error instanceof Error ? error.message : String(error))));
    worker.once("exit", (code) => reject(failed(`its thread ended with code ${code}`)));
    worker.on("message", (message: PostgresMessage) => {
      if (message.kind === "listening") resolve(message.port);
      if (message.kind === "failed") {
        reject(failed(message.message));
        void worker.terminate();
      }
    });
  });
}
