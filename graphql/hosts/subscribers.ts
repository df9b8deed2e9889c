/** Who is subscribed to what in this process, and the events waiting for each. */

/** A subscriber that does not read is cut off: it can catch up with `offerChanges(since)`. */
export class SubscriberTooSlow extends Error {
  override readonly name = "SubscriberTooSlow";
  constructor(limit: number) {
    super(
      `The subscription ended: more than ${limit} events were waiting to be read. Catch up with offerChanges.`,
    );
  }
}

export class Subscribers<Event> {
  readonly #limit: number;
  readonly #queues = new Set<EventQueue<Event>>();

  /** @param limit how many events may wait for one subscriber */
  constructor(limit: number) {
    this.#limit = limit;
  }

  publish(event: Event): void {
    for (const queue of this.#queues) queue.push(event);
  }

  /** Events from now on that pass; registered at once, not with the first read. */
  subscribe(passes: (event: Event) => boolean): AsyncIterableIterator<Event> {
    const queue = new EventQueue<Event>(passes, this.#limit, () => this.#queues.delete(queue));
    this.#queues.add(queue);
    return queue;
  }

  get count(): number {
    return this.#queues.size;
  }
}

class EventQueue<Event> implements AsyncIterableIterator<Event> {
  readonly #passes: (event: Event) => boolean;
  readonly #limit: number;
  readonly #onEnd: () => void;
  readonly #waiting: Event[] = [];
  #reader: PromiseWithResolvers<IteratorResult<Event>> | null = null;
  #end: { readonly error: Error | null } | null = null;

  constructor(passes: (event: Event) => boolean, limit: number, onEnd: () => void) {
    this.#passes = passes;
    this.#limit = limit;
    this.#onEnd = onEnd;
  }

  push(event: Event): void {
    if (this.#end !== null || !this.#passes(event)) return;
    if (this.#reader !== null) {
      this.#reader.resolve({ done: false, value: event });
      this.#reader = null;
    } else if (this.#waiting.length < this.#limit) {
      this.#waiting.push(event);
    } else {
      this.#waiting.length = 0;
      this.#finish(new SubscriberTooSlow(this.#limit));
    }
  }

  #finish(error: Error | null): void {
    this.#end ??= { error };
    this.#reader?.resolve({ done: true, value: undefined });
    this.#reader = null;
    this.#onEnd();
  }

  async next(): Promise<IteratorResult<Event>> {
    const event = this.#waiting.shift();
    if (event !== undefined) return { done: false, value: event };
    if (this.#end?.error) throw this.#end.error;
    if (this.#end !== null) return { done: true, value: undefined };
    this.#reader = Promise.withResolvers();
    return this.#reader.promise;
  }

  async return(): Promise<IteratorResult<Event>> {
    this.#waiting.length = 0;
    this.#finish(null);
    return { done: true, value: undefined };
  }

  [Symbol.asyncIterator](): this {
    return this;
  }
}
