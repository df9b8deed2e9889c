/** Live changes that wait to be told, and the bell that says: look into the log. */

export class Inbox<Item> {
  readonly #limit: number;
  readonly #items: Item[] = [];
  #rung = false;
  #failure: { readonly error: unknown } | null = null;
  #wake: (() => void) | null = null;

  /** @param limit how many may wait; more are dropped and the bell rings, since the log has them too */
  constructor(limit: number) {
    this.#limit = limit;
  }

  push(item: Item): void {
    if (this.#items.length >= this.#limit) {
      this.#items.length = 0;
      this.ring();
    } else {
      this.#items.push(item);
      this.#wake?.();
    }
  }

  ring(): void {
    this.#rung = true;
    this.#wake?.();
  }

  fail(error: unknown): void {
    this.#failure ??= { error };
    this.#wake?.();
  }

  /**
   * The next item; null when the bell has rung, or `due` (milliseconds since 1970) has come.
   * @throws what `fail` was given, or the signal's reason
   */
  async next(due: number, signal: AbortSignal): Promise<Item | null> {
    for (;;) {
      signal.throwIfAborted();
      if (this.#failure !== null) throw this.#failure.error;
      const item = this.#items.shift();
      if (item !== undefined) return item;
      if (this.#rung || Date.now() >= due) {
        this.#rung = false;
        return null;
      }
      await this.#sleep(due - Date.now(), signal);
    }
  }

  #sleep(ms: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const wake = () => {
        clearTimeout(timer);
        signal.removeEventListener("abort", wake);
        this.#wake = null;
        resolve();
      };
      const timer = setTimeout(wake, ms);
      signal.addEventListener("abort", wake, { once: true });
      this.#wake = wake;
    });
  }
}
