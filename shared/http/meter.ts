/** What a client's requests cost: one log entry an exchange, and the totals of them all. */
import type { BodyMeter } from "./body.ts";
import type { HttpCall, HttpTotals } from "./client.ts";

/** One exchange while it lasts; reported once, when it is over. */
export interface CallMeter extends BodyMeter {
  answered(status: number, waitedMs: number): void;
}

/**
 * Counts exchanges and hands each to `onCall` when it is over: its body read to the end, broken or dropped. Bytes are
 * body bytes as they came over the wire, before decompression. Milliseconds are those spent waiting for the network,
 * not those the reader of the body took. An answer whose body nobody reads is reported when the totals are asked for.
 */
export class HttpMeter {
  readonly #onCall: (call: HttpCall) => void;
  readonly #unread = new Set<CallMeter>();
  #totals: HttpTotals = { calls: 0, retries: 0, throttles: 0, bytes: 0 };

  constructor(onCall: (call: HttpCall) => void) {
    this.#onCall = onCall;
  }

  /** @param shown the exchange without secrets */
  begin(shown: { readonly method: string; readonly url: string; readonly attempt: number }): CallMeter {
    this.#add({ calls: 1 });
    let status: number | null = null;
    let ms = 0;
    let bytes = 0;
    let reported = false;
    const meter: CallMeter = {
      answered: (answeredStatus, waitedMs) => {
        status = answeredStatus;
        ms += waitedMs;
        this.#unread.add(meter);
      },
      progress: (wireBytes, waitedMs) => {
        this.#unread.delete(meter);
        this.#add({ bytes: wireBytes - bytes });
        bytes = wireBytes;
        ms += waitedMs;
      },
      end: (error) => {
        this.#unread.delete(meter);
        if (reported) return;
        reported = true;
        this.#onCall({ ...shown, status, ms: Math.round(ms), bytes, error: messageOf(error) });
      },
    };
    return meter;
  }

  retried(): void {
    this.#add({ retries: 1 });
  }

  throttled(): void {
    this.#add({ throttles: 1 });
  }

  totals(): HttpTotals {
    for (const meter of this.#unread) meter.end(null);
    return this.#totals;
  }

  #add(more: Partial<HttpTotals>): void {
    const { calls = 0, retries = 0, throttles = 0, bytes = 0 } = more;
    this.#totals = {
      calls: this.#totals.calls + calls,
      retries: this.#totals.retries + retries,
      throttles: this.#totals.throttles + throttles,
      bytes: this.#totals.bytes + bytes,
    };
  }
}

function messageOf(error: unknown): string | null {
  if (error === null || error === undefined) return null;
  return error instanceof Error ? error.message : String(error);
}
