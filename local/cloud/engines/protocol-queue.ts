/**
 * Shares one PostgreSQL session between connections without mixing them up.
 *
 * PGlite is a single session, and its socket package hands it one protocol message at a time from whichever connection
 * comes next. Two connections that both use the unnamed prepared statement (as `pg` does) can then overwrite each
 * other's Parse before the Bind. Here a connection's messages are held until its Sync, a whole exchange runs at once,
 * and a connection inside a transaction keeps the session until the transaction ends.
 */
import type { PGlite } from "@electric-sql/pglite";

type Session = Pick<PGlite, "execProtocolRawStream" | "isInTransaction" | "exec">;

interface Exchange {
  readonly connection: number;
  readonly bytes: Uint8Array;
  readonly onData: (data: Uint8Array) => void;
  readonly done: (size: number) => void;
  readonly fail: (error: Error) => void;
}

/** Frontend messages that only take effect with the Sync (or Flush) after them. */
const HELD = new Set(["P", "B", "D", "E", "C"].map((letter) => letter.charCodeAt(0)));
const TERMINATE = "X".charCodeAt(0);

/** What PGLiteSocketHandler calls its query queue. */
export class ProtocolQueue {
  readonly #session: Session;
  readonly #held = new Map<number, Uint8Array[]>();
  #waiting: Exchange[] = [];
  #running = false;
  /** The connection whose transaction is open. */
  #owner: number | null = null;

  constructor(session: Session) {
    this.#session = session;
  }

  /** Takes one whole frontend message. Resolves with the size of the answer, 0 for a message that waits for its Sync. */
  enqueue(connection: number, message: Uint8Array, onData: (data: Uint8Array) => void): Promise<number> {
    const kind = message[0] ?? 0;
    if (kind === TERMINATE) return Promise.resolve(0);
    const held = this.#held.get(connection) ?? [];
    if (HELD.has(kind)) {
      this.#held.set(connection, [...held, message]);
      return Promise.resolve(0);
    }
    this.#held.delete(connection);
    return new Promise((done, fail) => {
      this.#waiting.push({ connection, bytes: joined([...held, message]), onData, done, fail });
      void this.#run();
    });
  }

  getQueueLength(): number {
    return this.#waiting.length;
  }

  clearQueueForHandler(connection: number): void {
    this.#held.delete(connection);
    const gone = this.#waiting.filter((exchange) => exchange.connection === connection);
    this.#waiting = this.#waiting.filter((exchange) => exchange.connection !== connection);
    for (const exchange of gone) exchange.fail(new Error("The connection was closed."));
  }

  /** Rolls back what a connection that went away had begun. */
  async clearTransactionIfNeeded(connection: number): Promise<void> {
    if (this.#owner !== connection) return;
    if (this.#session.isInTransaction()) await this.#session.exec("ROLLBACK");
    this.#owner = null;
    void this.#run();
  }

  async #run(): Promise<void> {
    if (this.#running) return;
    this.#running = true;
    for (let next = this.#take(); next !== null; next = this.#take()) {
      let size = 0;
      const { onData } = next;
      try {
        await this.#session.execProtocolRawStream(next.bytes, {
          onRawData: (data) => {
            size += data.length;
            onData(data);
          },
        });
        this.#owner = this.#session.isInTransaction() ? next.connection : null;
        next.done(size);
      } catch (error) {
        next.fail(error instanceof Error ? error : new Error(String(error)));
      }
    }
    this.#running = false;
  }

  #take(): Exchange | null {
    const index =
      this.#owner === null ? 0 : this.#waiting.findIndex((exchange) => exchange.connection === this.#owner);
    return this.#waiting.splice(index, index === -1 ? 0 : 1)[0] ?? null;
  }
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  if (parts.length === 1 && parts[0] !== undefined) return parts[0];
  return new Uint8Array(Buffer.concat(parts));
}
