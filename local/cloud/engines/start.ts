/** Starts every engine at once, and makes sure that those already up are stopped when another fails. */
import type { Credentials } from "../keys.ts";
import { dynoxideBinary, startDynoxide } from "./dynoxide.ts";
import type { Dynoxide } from "./dynoxide.ts";
import { startObjects } from "./objects.ts";
import type { ObjectEngine } from "./objects.ts";
import { startPostgres } from "./postgres.ts";
import { startQueues } from "./queue.ts";
import type { QueueEngine } from "./queue.ts";

export interface EnginesOptions {
  readonly dataDir: string;
  readonly region: string;
  readonly credentials: Credentials;
  /** A PostgreSQL of the operator's, instead of the embedded one. */
  readonly databaseUrl?: string;
}

export interface Database {
  readonly url: string;
  readonly host: string;
  readonly port: number;
}

export interface Engines {
  readonly dynoxide: Dynoxide;
  readonly queues: QueueEngine;
  readonly objects: ObjectEngine;
  readonly database: Database;
}

/**
 * @param stack takes each engine's stop
 * @throws EngineFailed when one does not come up
 */
export async function startEngines(stack: AsyncDisposableStack, options: EnginesOptions): Promise<Engines> {
  const { dataDir, region, credentials, databaseUrl } = options;
  const binary = dynoxideBinary(process.env);
  const starting = [
    stoppedWith(stack, startDynoxide(binary, dataDir)),
    stoppedWith(stack, startQueues(dataDir, region, credentials.accessKeyId)),
    stoppedWith(stack, startObjects(dataDir, credentials)),
    databaseUrl === undefined ? stoppedWith(stack, startPostgres(dataDir)) : addressOf(databaseUrl),
  ] as const;
  // All have to be up or down before anything can be undone.
  await Promise.allSettled(starting);
  const [dynoxide, queues, objects, database] = await Promise.all(starting);
  return { dynoxide, queues, objects, database };
}

/** The engine, once it is up and its stop is on the stack. */
export async function stoppedWith<T extends { stop(): Promise<void> }>(
  stack: AsyncDisposableStack,
  starting: Promise<T>,
): Promise<T> {
  const engine = await starting;
  stack.defer(() => engine.stop());
  return engine;
}

function addressOf(url: string): Database {
  const address = new URL(url);
  return { url, host: address.hostname, port: Number(address.port || 5432) };
}
