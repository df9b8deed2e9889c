/** Loopback servers and clients for the tests of the HTTP client. */
import { once } from "node:events";
import { createServer } from "node:http";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach } from "vitest";
import type { HttpCall, HttpClient } from "./client.ts";
import type { Clock } from "./clock.ts";
import { createHttpClient } from "./create-client.ts";
import type { HttpClientOptions } from "./create-client.ts";
import type { EgressPolicy } from "./egress.ts";
import { MemoryRateLimiter } from "./rate-limit.ts";

/** Answers one request; `count` is its number, from 1. */
export type Handler = (request: IncomingMessage, response: ServerResponse, count: number) => void;

const cleanups: (() => Promise<void>)[] = [];
/** Stops all servers begun so far. */
export const stopServers = async (): Promise<void> => {
  await Promise.all(cleanups.splice(0).map((cleanup) => cleanup()));
};
afterEach(stopServers);

/** A loopback server, stopped after the test. @returns its origin */
export async function serve(handler: Handler): Promise<string> {
  let count = 0;
  const server = createServer((request, response) => {
    request.resume();
    count += 1;
    handler(request, response, count);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  cleanups.push(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, "close");
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** What lets a client reach the servers that `serve` begins. */
export const LOOPBACK: EgressPolicy = { allowedHosts: ["127.0.0.1"] };

/** A client that sleeps without waiting and tells what it did. */
export function client(options: Partial<HttpClientOptions> = {}): {
  http: HttpClient;
  sleeps: number[];
  calls: HttpCall[];
} {
  const sleeps: number[] = [];
  const calls: HttpCall[] = [];
  let time = Date.UTC(2026, 10, 6, 8, 49, 0);
  const clock: Clock = {
    now: () => time,
    async sleep(ms, signal) {
      signal.throwIfAborted();
      sleeps.push(ms);
      time += ms;
    },
  };
  const http = createHttpClient({
    limiter: new MemoryRateLimiter(clock),
    quotaKey: "test",
    rateLimits: [{ requests: 1_000, intervalMs: 1, burst: 1_000 }],
    secrets: [],
    originOverride: null,
    egress: LOOPBACK,
    onCall: (call) => calls.push(call),
    signal: new AbortController().signal,
    clock,
    random: () => 1,
    ...options,
  });
  return { http, sleeps, calls };
}

export async function bytesOf(body: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

export const failed = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => null,
    (error: unknown) => error,
  );
