/** First come, first served, one queue a key: keeps the callers of one process from racing each other. */
export class Turns {
  readonly #tails = new Map<string, Promise<void>>();

  /** Runs `task` once all earlier callers of `key` are done. @throws the signal's reason when it aborts while waiting */
  async take<T>(key: string, signal: AbortSignal, task: () => Promise<T>): Promise<T> {
    const before = this.#tails.get(key) ?? Promise.resolve();
    const { promise: done, resolve: leave } = Promise.withResolvers<void>();
    // A caller who gives up leaves at once, and must not let those behind overtake those in front.
    const tail = before.then(() => done);
    this.#tails.set(key, tail);
    try {
      await unlessAborted(before, signal);
      return await task();
    } finally {
      leave();
      if (this.#tails.get(key) === tail) this.#tails.delete(key);
    }
  }
}

async function unlessAborted(promise: Promise<void>, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const abort = (): void => reject(signal.reason);
  signal.addEventListener("abort", abort, { once: true });
  try {
    await Promise.race([promise, aborted]);
  } finally {
    signal.removeEventListener("abort", abort);
  }
}
