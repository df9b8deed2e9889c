/** An iterator that ends at once when it is left, also while the next item is awaited. */

export interface ClosableIterator<Item> extends AsyncIterableIterator<Item, void, undefined> {
  return(): Promise<IteratorResult<Item, void>>;
}

/** @param outer ends it too, with its reason as the error of the call that is awaited */
export function closable<Item>(
  start: (signal: AbortSignal) => AsyncGenerator<Item, unknown, undefined>,
  outer?: AbortSignal,
): ClosableIterator<Item> {
  const left = new AbortController();
  const items = start(outer ? AbortSignal.any([outer, left.signal]) : left.signal);
  const END = { done: true, value: undefined } as const;
  return {
    async next() {
      try {
        const { done, value } = await items.next();
        if (done !== true) return { done: false, value };
        if (!left.signal.aborted) outer?.throwIfAborted();
        return END;
      } catch (error) {
        if (left.signal.aborted) return END;
        throw error;
      }
    },
    async return() {
      left.abort();
      await items.return(undefined);
      return END;
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}
