/** What one request has asked for already, and what its fields ask for at the same time. */

export class RequestCache {
  readonly #values = new Map<string, Promise<unknown>>();
  readonly #batches = new Map<string, Map<string, PromiseWithResolvers<unknown>>>();

  /** Loads a value once, however many fields want it. `key` names both what and of which thing. */
  once<T>(key: string, load: () => Promise<T>): Promise<T> {
    const known = this.#values.get(key);
    if (known !== undefined) return known as Promise<T>;
    const value = load();
    this.#values.set(key, value);
    return value;
  }

  /**
   * Loads what many fields want in one go: ids asked for before the next turn of the event loop go together.
   * @param loadMany gives a value for every id
   */
  together<T>(
    what: string,
    id: string,
    loadMany: (ids: string[]) => Promise<ReadonlyMap<string, T>>,
  ): Promise<T> {
    const batch = this.#batches.get(what) ?? this.#open(what, loadMany);
    const wanted = batch.get(id) ?? Promise.withResolvers<unknown>();
    batch.set(id, wanted);
    return wanted.promise as Promise<T>;
  }

  #open<T>(
    what: string,
    loadMany: (ids: string[]) => Promise<ReadonlyMap<string, T>>,
  ): Map<string, PromiseWithResolvers<unknown>> {
    const batch = new Map<string, PromiseWithResolvers<unknown>>();
    this.#batches.set(what, batch);
    setImmediate(() => {
      this.#batches.delete(what);
      loadMany([...batch.keys()]).then(
        (values) => batch.forEach((wanted, id) => wanted.resolve(values.get(id))),
        (error: unknown) => batch.forEach((wanted) => wanted.reject(error)),
      );
    });
    return batch;
  }

  /** Forgets: a subscription lives on, and its next event must not see the last one's values. */
  clear(): void {
    this.#values.clear();
  }
}
