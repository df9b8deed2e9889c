/** What is still to be done in a running cloud. */
import { setTimeout as sleep } from "node:timers/promises";
import type { QueueEngine } from "./engines/queue.ts";
import type { StreamLog } from "./engines/stream-log.ts";
import { CloudError } from "./errors.ts";
import type { AsyncInvocations } from "./lambda/async-invocations.ts";
import type { LambdaFunction } from "./lambda/function.ts";

export interface Work {
  readonly functions: ReadonlyMap<string, LambdaFunction>;
  readonly asyncInvocations: AsyncInvocations;
  readonly queues: QueueEngine;
  /** Queues that feed a function. */
  readonly queueNames: readonly string[];
  readonly streams: StreamLog;
}

/** Every kind of unfinished work, in words. Looks at all of it in one turn, so nothing moves in between. */
export function pendingWork({ functions, asyncInvocations, queues, queueNames, streams }: Work): string[] {
  const found: string[] = [];
  for (const lambda of functions.values()) {
    if (lambda.inFlight > 0) found.push(`${lambda.spec.name} runs`);
  }
  if (asyncInvocations.pending > 0) found.push(`${asyncInvocations.pending} asynchronous invocations`);
  for (const name of queueNames) {
    const { ready, delayed, inFlight } = queues.counts(name);
    if (ready + delayed + inFlight > 0) found.push(`${ready + delayed + inFlight} messages in ${name}`);
  }
  if (!streams.drained()) found.push("unread stream records");
  return found;
}

/**
 * Resolves when there was nothing to do twice in a row: a write that is on its way to the engine shows the second time.
 * @throws CloudError saying what is left when `timeoutMs` is over
 */
export async function untilIdle(pending: () => string[], timeoutMs: number): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  for (let quiet = 0; quiet < 2;) {
    const left = pending();
    quiet = left.length === 0 ? quiet + 1 : 0;
    if (Date.now() > deadline) throw new CloudError(`Not idle in time: ${left.join(", ")}`);
    await sleep(30);
  }
}

/** Resolves when no function runs, or after `graceMs`. */
export async function untilQuiet(
  functions: ReadonlyMap<string, LambdaFunction>,
  graceMs: number,
): Promise<void> {
  const deadline = Date.now() + graceMs;
  while (Date.now() < deadline && [...functions.values()].some((lambda) => lambda.inFlight > 0))
    await sleep(20);
}
