/** Reading the body of an answer: in order, within its size, not for ever, and only whole. */
import { FeedUnreadable } from "../networks/adapter.ts";
import { BodyCutOff, BodyStalled, BodyTooLarge } from "./errors.ts";
import type { Incoming } from "./exchange.ts";

export interface BodyRules {
  /** The address as errors name it: masked. */
  readonly shownUrl: string;
  /** Largest body after decompression, in bytes. */
  readonly maxBytes: number;
  /** Longest wait between two chunks. */
  readonly idleMs: number;
  readonly signal: AbortSignal;
}

/** Told what a body costs, while it is read. */
export interface BodyMeter {
  /** `wireBytes`: all bytes of this body so far. `waitedMs`: spent waiting for the network since the last call. */
  progress(wireBytes: number, waitedMs: number): void;
  /** Called once: null when the body was read to its end or dropped by its reader. */
  end(error: unknown): void;
}

/**
 * Yields the body's chunks, Content-Encoding undone.
 * @throws BodyTooLarge, BodyCutOff, BodyStalled; FeedUnreadable for a damaged Content-Encoding; the signal's reason
 */
export async function* readBody(
  answer: Incoming,
  rules: BodyRules,
  meter: BodyMeter,
): AsyncGenerator<Uint8Array, void, void> {
  const { stream } = answer;
  let bytes = 0;
  let failure: unknown = null;
  let stalled = false;
  try {
    if (announcedBytes(answer) > rules.maxBytes) throw tooLarge(rules);
    const chunks: AsyncIterator<Uint8Array> = stream[Symbol.asyncIterator]();
    for (;;) {
      const asked = performance.now();
      const timer = setTimeout(() => {
        stalled = true;
        stream.destroy();
      }, rules.idleMs);
      const next = await chunks.next().finally(() => clearTimeout(timer));
      bytes += next.done ? 0 : next.value.length;
      meter.progress(answer.wireBytes(bytes), performance.now() - asked);
      if (next.done) break;
      if (bytes > rules.maxBytes) throw tooLarge(rules);
      yield next.value;
    }
    if (!answer.isComplete()) throw new BodyCutOff(rules.shownUrl, bytes, "the connection was closed");
  } catch (error) {
    failure = stalled ? new BodyStalled(rules.shownUrl, rules.idleMs) : explained(error, rules, bytes);
    throw failure;
  } finally {
    stream.destroy();
    meter.end(failure);
  }
}

function explained(error: unknown, { signal, shownUrl }: BodyRules, bytes: number): unknown {
  if (signal.aborted) return signal.reason;
  if (error instanceof BodyTooLarge || error instanceof BodyCutOff) return error;
  const code = (error as NodeJS.ErrnoException).code ?? "UNKNOWN";
  if (code === "Z_BUF_ERROR") return new BodyCutOff(shownUrl, bytes, "its compressed data is cut off");
  // zlib's codes begin with Z_, brotli's with ERR_ and the name of its own error.
  if (/^(?:Z_|ERR__)/.test(code)) {
    return new FeedUnreadable(
      `The answer of ${shownUrl} is damaged: its Content-Encoding cannot be undone after ${bytes} bytes (${code}). The next run reads it anew.`,
    );
  }
  return new BodyCutOff(shownUrl, bytes, `the connection broke (${code})`);
}

const tooLarge = ({ shownUrl, maxBytes }: BodyRules): BodyTooLarge =>
  new BodyTooLarge(`The answer of ${shownUrl}`, maxBytes);

/** What Content-Length says of a body that is not encoded; 0 where it says nothing. */
function announcedBytes({ headers }: Incoming): number {
  return headers.has("content-encoding") ? 0 : Number(headers.get("content-length") ?? 0);
}
