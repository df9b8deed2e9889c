/** Subscriptions over WebSockets: the protocol `graphql-transport-ws`, kept up and opened anew when it breaks. */
import { type Client, createClient } from "graphql-ws";
import { errorOf, type GraphqlErrorEntry, OfferfeedError } from "./errors.ts";
import { authorization, type Token } from "./http.ts";
import { retryDelayMs, wait } from "./waiting.ts";

export interface SocketOptions {
  readonly url: string;
  readonly token: Token;
  /** The constructor, where there is no global one. */
  readonly webSocket?: unknown;
}

/** One socket for all subscriptions; open while there are any. */
export interface Socket {
  /**
   * The results of a subscription, with no end of its own but the host's.
   * @throws OfferfeedError when the host refuses it, or ends it with an error
   */
  subscribe(query: string, variables: unknown, signal: AbortSignal): AsyncGenerator<unknown>;
  /** Calls back each time that the socket has been opened. @returns what stops it */
  onConnected(callback: () => void): () => void;
  close(): Promise<void>;
}

const PING_MS = 15_000;
const PONG_MS = 10_000;
const UNAUTHORIZED = 4401;

export function openSocket(options: SocketOptions): Socket {
  let pongDue: ReturnType<typeof setTimeout> | undefined;
  const closing = new AbortController();
  let welcome = false;
  // A token that the host let in and then did not has expired; one that it never let in is wrong.
  let expired = false;
  const client: Client = createClient({
    url: options.url,
    webSocketImpl: options.webSocket,
    connectionParams: async () => {
      const authorized = await authorization(options.token);
      return authorized === null ? {} : { authorization: authorized };
    },
    keepAlive: PING_MS,
    retryAttempts: Infinity,
    shouldRetry: () => true,
    // It must not reject: graphql-ws looks by itself whether anybody still listens.
    retryWait: (retries) => wait(retryDelayMs(retries, null), closing.signal).catch(() => undefined),
    on: {
      connected: () => void (welcome = true),
      ping: (received) => {
        if (!received) pongDue = setTimeout(() => client.terminate(), PONG_MS);
      },
      pong: (received) => {
        if (received) clearTimeout(pongDue);
      },
      closed: (event) => {
        clearTimeout(pongDue);
        expired = welcome && isClose(event) && event.code === UNAUTHORIZED;
        welcome = false;
      },
    },
  });

  async function* subscribe(query: string, variables: unknown, signal: AbortSignal) {
    for (;;) {
      try {
        yield* results(client, query, variables, signal);
        return;
      } catch (error) {
        if (!isClose(error) || !expired || typeof options.token !== "function") throw socketError(error);
        await wait(retryDelayMs(1, null), signal);
      }
    }
  }
  return {
    subscribe,
    onConnected: (callback) => client.on("connected", callback),
    close: async () => {
      closing.abort();
      // It fails with a connection that was still being tried: there is nothing to close then.
      await Promise.resolve(client.dispose()).catch(() => undefined);
    },
  };
}

async function* results(client: Client, query: string, variables: unknown, signal: AbortSignal) {
  if (signal.aborted) return;
  const events = client.iterate({ query, variables: variables as Record<string, unknown> });
  const stop = () => void events.return?.(undefined);
  signal.addEventListener("abort", stop, { once: true });
  try {
    for await (const { data, errors } of events) {
      const error = errorOf(errors as readonly GraphqlErrorEntry[] | undefined, { data });
      if (error !== null) throw error;
      yield data as unknown;
    }
  } finally {
    signal.removeEventListener("abort", stop);
    stop();
  }
}

interface Close {
  readonly code: number;
  readonly reason: string;
}

const isClose = (error: unknown): error is Close =>
  typeof error === "object" && error !== null && "code" in error && "reason" in error;

function socketError(error: unknown): OfferfeedError {
  if (error instanceof OfferfeedError) return error;
  if (Array.isArray(error)) {
    const told = errorOf(error as GraphqlErrorEntry[]);
    if (told !== null) return told;
  }
  if (isClose(error)) {
    const code = error.code === UNAUTHORIZED ? "UNAUTHENTICATED" : "NETWORK_ERROR";
    return new OfferfeedError(code, error.reason || `The host closed the socket with ${error.code}.`);
  }
  return new OfferfeedError("NETWORK_ERROR", "The socket failed.", { cause: error });
}
