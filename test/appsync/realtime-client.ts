/** A client of AppSync's WebSocket protocol: `graphql-ws` by name, and the messages of subscriptions-transport-ws. */
import WebSocket from "ws";

interface Message {
  readonly type: string;
  readonly id?: string;
  readonly payload?: { readonly data?: unknown; readonly errors?: readonly unknown[] };
}

export interface RealtimeClient {
  /** Resolves when AppSync says that it listens. @throws Error with what AppSync answers instead */
  subscribe(query: string): Promise<Subscription>;
  close(): void;
}

export interface Subscription {
  /** In the order in which they came. */
  readonly events: unknown[];
  /** Resolves with the events once they are what is waited for. */
  until(enough: (events: readonly unknown[]) => boolean): Promise<readonly unknown[]>;
}

const encoded = (value: object): string => Buffer.from(JSON.stringify(value)).toString("base64");

/** @param authorization as the header of that name would say it */
export async function connectRealtime(url: string, authorization: string): Promise<RealtimeClient> {
  const credentials = { host: new URL(url).host, Authorization: authorization };
  const socket = new WebSocket(
    `${url}?header=${encodeURIComponent(encoded(credentials))}&payload=e30=`,
    "graphql-ws",
  );
  const listeners = new Set<(message: Message) => void>();
  socket.on("message", (data: Buffer) => {
    const message = JSON.parse(data.toString("utf8")) as Message;
    for (const listener of listeners) listener(message);
  });
  const first = (wanted: (message: Message) => boolean): Promise<Message> =>
    new Promise((resolve) => {
      const listener = (message: Message): void => {
        if (!wanted(message)) return;
        listeners.delete(listener);
        resolve(message);
      };
      listeners.add(listener);
    });
  await new Promise((resolve, reject) => socket.once("open", resolve).once("error", reject));
  const ready = first(({ type }) => type === "connection_ack");
  socket.send(JSON.stringify({ type: "connection_init" }));
  await ready;
  return {
    async subscribe(query) {
      const id = crypto.randomUUID();
      const events: unknown[] = [];
      const waiting = new Set<() => void>();
      listeners.add((message) => {
        if (message.id !== id || message.type !== "data") return;
        events.push(message.payload?.data);
        for (const check of waiting) check();
      });
      const answer = first((message) => message.id === id && /^(start_ack|error)$/.test(message.type));
      const data = JSON.stringify({ query, variables: {} });
      const payload = { data, extensions: { authorization: credentials } };
      socket.send(JSON.stringify({ id, type: "start", payload }));
      const { type, payload: refusal } = await answer;
      if (type === "error") throw new Error(JSON.stringify(refusal?.errors));
      return {
        events,
        until: (enough) =>
          new Promise((resolve) => {
            const check = (): void => {
              if (!enough(events)) return;
              waiting.delete(check);
              resolve(events);
            };
            waiting.add(check);
            check();
          }),
      };
    },
    close: () => socket.close(),
  };
}
