/** A service that is posted to, on this machine: for tests. */
import { once } from "node:events";
import { createServer, type IncomingHttpHeaders, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { Webhook as Verifier } from "standardwebhooks";

export interface Received {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface Receiver {
  readonly url: string;
  readonly received: Received[];
  /** How each request is answered from now on. Default: 204. */
  answer: (response: ServerResponse, count: number) => void;
  /** The `offerId#version` of every change that it took, in order. */
  changes(): string[];
  ids(): string[];
  stop(): Promise<void>;
}

const taken = (response: ServerResponse): void => void response.writeHead(204).end();

export async function startReceiver(): Promise<Receiver> {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      received.push({ headers: request.headers, body: Buffer.concat(chunks).toString("utf8") });
      receiver.answer(response, received.length);
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const receiver: Receiver = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/offers`,
    received,
    answer: taken,
    changes: () => received.flatMap(({ body }) => changesIn(body)),
    ids: () => received.map(({ headers }) => String(headers["webhook-id"])),
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
  return receiver;
}

interface Body {
  readonly data: { readonly changes?: readonly { readonly offerId: string; readonly version: number }[] };
}

const changesIn = (body: string): string[] =>
  ((JSON.parse(body) as Body).data.changes ?? []).map(({ offerId, version }) => `${offerId}#${version}`);

/** As a receiver checks what it got, with the library of Standard Webhooks. @throws WebhookVerificationError */
export const verified = (secret: string, { headers, body }: Received): unknown =>
  new Verifier(secret).verify(body, headers as Record<string, string>);
