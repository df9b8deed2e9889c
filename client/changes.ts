/** Following changes: live, and from the log for what was missed, each one told once. */
import { closable, type ClosableIterator } from "./closable.ts";
import { isTransient, OfferfeedError } from "./errors.ts";
import type { OfferChangeFieldsFragment, OfferChangesQuery } from "./generated/operations.ts";
import type { OfferKind } from "./generated/schema.ts";
import { Inbox } from "./inbox.ts";
import { ToldChanges } from "./told.ts";
import { retryDelayMs, wait } from "./waiting.ts";

export type OfferChange = OfferChangeFieldsFragment;
export type ChangePage = OfferChangesQuery["offerChanges"];

/** Where changes come from. */
export interface ChangeSource {
  /** A page of the log. @param since a cursor, or `now` */
  readonly page: (since: string | undefined, signal: AbortSignal) => Promise<ChangePage>;
  /** Changes as they happen; null where there is no socket. */
  readonly live: ((signal: AbortSignal) => AsyncIterable<OfferChange>) | null;
  /** Calls back each time that the socket has been opened. @returns what stops it */
  readonly onConnected: (callback: () => void) => () => void;
  /** How often the log is looked into when nothing else calls for it, in milliseconds. */
  readonly pollMs: number;
}

export interface FollowOptions {
  /** Of this network only. */
  readonly networkId?: string;
  /** Of this source only. */
  readonly sourceId?: string;
  /** Of this kind only. */
  readonly kind?: OfferKind;
  /** Of this merchant only. */
  readonly merchantId?: string;
  /** In this category: a whole one, or one part of its path. */
  readonly category?: string;
  /** For this country (ISO 3166-1 alpha-2), and with no country limit. */
  readonly country?: string;
  /** With at least this many percent off. */
  readonly minDiscountPercent?: number;
  /** The `cursor` of an earlier feed, to go on where it was. From now on when left out. */
  readonly since?: string;
  /** False: the log only, with no socket, such as on a host that has none. Default true. */
  readonly live?: boolean;
  /** How often the log is looked into for what the socket missed. Default 30, without a socket 10. */
  readonly pollSeconds?: number;
  /** Changes a page of the log, 1 to 200. Default 100. */
  readonly pageSize?: number;
  /** Ends the feed, which then throws the signal's reason. */
  readonly signal?: AbortSignal;
}

/** Changes, each one once. Those of one offer may come out of order: the highest `version` is the newest. */
export interface ChangeFeed extends ClosableIterator<OfferChange> {
  /**
   * Everything up to here has been told: give it as `since` after a restart. What came live after it is then told
   * again. Null before the first look into the log.
   */
  readonly cursor: string | null;
}

/** How many live changes may wait for a reader; with more the log is read instead. */
const WAITING = 1_000;

/**
 * The log from a cursor to its present end, a page at a time, empty ones left out.
 * @throws OfferfeedError BAD_USER_INPUT for a cursor of a log that is gone: start over without one
 */
export async function* changePages(
  source: Pick<ChangeSource, "page">,
  since: string | undefined,
  signal: AbortSignal,
): AsyncGenerator<ChangePage, string> {
  let cursor = since;
  for (;;) {
    const page = await source.page(cursor, signal);
    if (page.nodes.length > 0) yield page;
    cursor = page.cursor;
    if (!page.hasMore) return cursor;
  }
}

export function changeFeed(source: ChangeSource, options: FollowOptions): ChangeFeed {
  const follower = new ChangeFollower(source);
  const changes = closable((signal) => follower.follow(options.since, signal), options.signal);
  return Object.defineProperty(changes as ChangeFeed, "cursor", { get: () => follower.cursor });
}

/** Follows changes until the signal is aborted. */
class ChangeFollower {
  cursor: string | null = null;
  readonly #source: ChangeSource;
  readonly #told = new ToldChanges();
  readonly #inbox = new Inbox<OfferChange>(WAITING);

  constructor(source: ChangeSource) {
    this.#source = source;
  }

  /** @param since a cursor of the log; from now on when left out */
  async *follow(since: string | undefined, signal: AbortSignal): AsyncGenerator<OfferChange> {
    let cursor = since ?? (await this.#patiently((end) => this.#source.page("now", end), signal)).cursor;
    this.cursor = cursor;
    // Only now: what happens from here on is in the log after the cursor, whatever the socket misses.
    const stop = this.#listen(signal);
    try {
      for (;;) {
        const page = await this.#patiently((end) => this.#source.page(cursor, end), signal);
        for (const change of page.nodes) {
          if (this.#told.tellLogged(change)) yield change;
          this.cursor = change.cursor ?? this.cursor;
        }
        cursor = page.cursor;
        this.cursor = cursor;
        if (!page.hasMore) yield* this.#live(signal);
      }
    } finally {
      stop();
    }
  }

  /** What comes live until the log is due. */
  async *#live(signal: AbortSignal): AsyncGenerator<OfferChange> {
    const due = Date.now() + this.#source.pollMs;
    for (;;) {
      const change = await this.#inbox.next(due, signal);
      if (change === null) return;
      if (this.#told.tellLive(change)) yield change;
    }
  }

  /** @returns what ends it */
  #listen(signal: AbortSignal): () => void {
    const { live, onConnected } = this.#source;
    if (live === null) return () => undefined;
    const ended = new AbortController();
    const forget = onConnected(() => this.#inbox.ring());
    void this.#pump(live, AbortSignal.any([signal, ended.signal]));
    return () => {
      forget();
      ended.abort();
    };
  }

  async #pump(live: NonNullable<ChangeSource["live"]>, signal: AbortSignal): Promise<void> {
    for (let attempt = 0; !signal.aborted; attempt += 1) {
      try {
        for await (const change of live(signal)) {
          attempt = 0;
          this.#inbox.push(change);
        }
        // The host ended it, such as one that found us reading too slowly.
        await wait(retryDelayMs(attempt, null), signal);
      } catch (error) {
        if (signal.aborted) return;
        if (!mayPass(error)) return this.#inbox.fail(error);
        await wait(retryDelayMs(attempt, null), signal).catch(() => undefined);
      }
      this.#inbox.ring();
    }
  }

  /** Asks again for as long as it takes, where it is not the question that is wrong. */
  async #patiently<Answer>(
    ask: (signal: AbortSignal) => Promise<Answer>,
    signal: AbortSignal,
  ): Promise<Answer> {
    for (let attempt = 0; ; attempt += 1) {
      try {
        return await ask(signal);
      } catch (error) {
        if (!mayPass(error)) throw error;
        await wait(retryDelayMs(attempt, error.retryAfterSeconds), signal);
      }
    }
  }
}

const mayPass = (error: unknown): error is OfferfeedError =>
  isTransient(error) || (error instanceof OfferfeedError && error.code === "INTERNAL_SERVER_ERROR");
