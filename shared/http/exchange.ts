/**
 * One HTTP exchange, on `node:http` rather than `fetch`: fetch undoes Content-Encoding without noticing that the
 * compressed body is cut off, so half a catalogue would pass for a whole one, and it hides the bytes on the wire.
 */
import http from "node:http";
import https from "node:https";
import { pipeline } from "node:stream";
import type { Readable } from "node:stream";
import { createBrotliDecompress, createGunzip, createInflate } from "node:zlib";
import { FeedUnreadable } from "../networks/adapter.ts";
import type { Connection } from "./egress.ts";
import { EgressRefused, HttpConnectionError } from "./errors.ts";
import type { Mask } from "./mask.ts";

export interface Outgoing {
  /** Where the bytes go. */
  readonly target: URL;
  /** How the connection is made; empty for the usual way. */
  readonly connection: Connection;
  /** The address as errors name it: masked, without the origin override. */
  readonly shownUrl: string;
  readonly method: "GET" | "POST";
  readonly headers: Headers;
  readonly body: string | null;
  /** Longest wait for the response's headers. */
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  readonly mask: Mask;
}

export interface Incoming {
  readonly status: number;
  readonly headers: Headers;
  /** The body, Content-Encoding undone. Must be read to its end or destroyed. */
  readonly stream: Readable;
  /** Bytes of the body that came over the wire, given how many of them were read from `stream`. */
  wireBytes(readBytes: number): number;
  /** Whether the last byte the network meant to send has come. */
  isComplete(): boolean;
}

/** Encodings we ask for; `deflate` is left out because servers mean two different things by it. */
const ACCEPT_ENCODING = "gzip, br";

/**
 * Sends a request and resolves with its answer as soon as the headers are there. Follows nothing, repeats nothing.
 * @throws HttpConnectionError when no answer comes in time; EgressRefused when the host is none of the public internet; the
 * signal's reason when it aborts
 */
export async function exchange(outgoing: Outgoing): Promise<Incoming> {
  const { signal } = outgoing;
  signal.throwIfAborted();
  const request = begin(outgoing);
  const { promise, resolve, reject } = Promise.withResolvers<http.IncomingMessage>();
  const abort = (): void => void request.destroy(signal.reason);
  const timer = setTimeout(
    () => request.destroy(connectionError(outgoing, "TIMEOUT", `silent for ${outgoing.timeoutMs} ms`)),
    outgoing.timeoutMs,
  );
  signal.addEventListener("abort", abort, { once: true });
  request.once("close", () => signal.removeEventListener("abort", abort));
  request.once("response", resolve);
  // Stays for good: after the answer, whoever reads the body is told of the failure by the body itself.
  request.on("error", (error: NodeJS.ErrnoException) => reject(asConnectionError(outgoing, error)));
  request.end(outgoing.body ?? undefined);
  try {
    return incoming(await promise, outgoing);
  } finally {
    clearTimeout(timer);
  }
}

function begin({ target, connection, method, headers, body }: Outgoing): http.ClientRequest {
  const sent: Record<string, string> = { "accept-encoding": ACCEPT_ENCODING, ...Object.fromEntries(headers) };
  if (body !== null) sent["content-length"] = String(Buffer.byteLength(body));
  const { request } = target.protocol === "https:" ? https : http;
  return request(target, { method, headers: sent, ...connection });
}

function asConnectionError(outgoing: Outgoing, error: NodeJS.ErrnoException): unknown {
  if (outgoing.signal.aborted) return outgoing.signal.reason;
  if (error instanceof HttpConnectionError || error instanceof EgressRefused) return error;
  return connectionError(
    outgoing,
    error.code ?? "UNKNOWN",
    error.message === "" ? (error.code ?? "unknown") : error.message,
  );
}

const connectionError = ({ shownUrl, mask }: Outgoing, code: string, what: string): HttpConnectionError =>
  new HttpConnectionError(shownUrl, code, mask(what));

function incoming(response: http.IncomingMessage, outgoing: Outgoing): Incoming {
  const status = response.statusCode ?? 0;
  const headers = new Headers();
  const raw = response.rawHeaders;
  for (let at = 0; at + 1 < raw.length; at += 2) headers.append(raw[at] ?? "", raw[at + 1] ?? "");
  const isEmpty = status === 204 || status === 304 || headers.get("content-length") === "0";
  const decoders = isEmpty ? [] : decodersFor(headers.get("content-encoding"));
  if (decoders === null) {
    response.destroy();
    const encoding = outgoing.mask(headers.get("content-encoding") ?? "");
    throw new FeedUnreadable(
      `${outgoing.shownUrl} answered in the encoding “${encoding}”, which was not asked for and cannot be undone. Ask the network for gzip or none.`,
    );
  }
  const stream = decoders.reduce<Readable>(
    (source, decoder) => pipeline(source, decoder, leaveToReader),
    response,
  );
  stream.on("error", leaveToReader);
  destroyOnAbort(stream, outgoing.signal);
  if (isEmpty) stream.resume();
  const first = decoders[0];
  return {
    status,
    headers,
    stream,
    wireBytes: (readBytes) => first?.bytesWritten ?? readBytes,
    isComplete: () => response.complete,
  };
}

/** The codings of a Content-Encoding header in the order to undo them; null when one of them is unknown. */
function decodersFor(header: string | null): Decoder[] | null {
  const codings = (header ?? "")
    .toLowerCase()
    .split(",")
    .map((coding) => coding.trim())
    .filter((coding) => coding !== "" && coding !== "identity");
  const decoders = codings.toReversed().map((coding) => DECODERS[coding]?.() ?? null);
  return decoders.every((decoder) => decoder !== null) ? decoders : null;
}

type Decoder = ReturnType<typeof createGunzip | typeof createBrotliDecompress | typeof createInflate>;

const DECODERS: Readonly<Record<string, () => Decoder>> = {
  gzip: createGunzip,
  "x-gzip": createGunzip,
  br: createBrotliDecompress,
  deflate: createInflate,
};

/** A failed stream keeps its error for whoever reads it; unheard, the same error would end the process. */
const leaveToReader = (): void => undefined;

function destroyOnAbort(stream: Readable, signal: AbortSignal): void {
  const abort = (): void => void stream.destroy(signal.reason);
  signal.addEventListener("abort", abort, { once: true });
  stream.once("close", () => signal.removeEventListener("abort", abort));
}
