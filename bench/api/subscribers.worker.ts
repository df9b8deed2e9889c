/** The thread of the subscribers: says when all of them are in place, and what each has seen. */
import { parentPort, workerData } from "node:worker_threads";
import WebSocket from "ws";

/** A version, and when it came, in milliseconds since 1970. */
export type Seen = readonly (readonly [version: number, at: number])[];

const { url, subscribers, changes } = workerData as {
  readonly url: string;
  readonly subscribers: number;
  readonly changes: number;
};

interface Message {
  readonly type: string;
  readonly payload?: { readonly data?: { readonly offerChanged: { readonly version: number } } };
}

interface Subscriber {
  /** Resolves when the subscription is in place. */
  readonly ready: Promise<void>;
  /** Resolves when it has seen as many changes as there are. */
  readonly seen: Promise<Seen>;
}

const send = (socket: WebSocket, message: object): void => socket.send(JSON.stringify(message));

function subscriber(): Subscriber {
  const ready = Promise.withResolvers<void>();
  const done = Promise.withResolvers<Seen>();
  const seen: [number, number][] = [];
  const socket = new WebSocket(url, "graphql-transport-ws");
  socket.on("open", () => send(socket, { type: "connection_init" }));
  socket.on("error", ready.reject);
  socket.on("close", (code) => done.reject(new Error(`A socket was closed: ${code}.`)));
  socket.on("message", (data) => {
    const { type, payload } = JSON.parse((data as Buffer).toString()) as Message;
    if (type === "connection_ack") {
      const query = "subscription { offerChanged { offerId version } }";
      send(socket, { id: "1", type: "subscribe", payload: { query } });
      // Answered after the subscription was taken.
      setTimeout(() => send(socket, { type: "ping" }), 1_000);
    }
    if (type === "pong") ready.resolve();
    if (type === "error") ready.reject(new Error((data as Buffer).toString()));
    if (type !== "next" || !payload?.data) return;
    seen.push([payload.data.offerChanged.version, Date.now()]);
    if (seen.length === changes) done.resolve(seen);
  });
  return { ready: ready.promise, seen: done.promise };
}

const AT_ONCE = 50;
const all: Subscriber[] = [];
while (all.length < subscribers) {
  const some = Array.from({ length: Math.min(AT_ONCE, subscribers - all.length) }, subscriber);
  all.push(...some);
  await Promise.all(some.map(({ ready }) => ready));
}
parentPort?.postMessage({ kind: "ready", seen: [] });
const seen = await Promise.all(all.map((each) => each.seen));
parentPort?.postMessage({ kind: "done", seen });
