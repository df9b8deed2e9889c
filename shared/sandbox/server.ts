/** One HTTP server for all sandboxes: the network is told by X-Forwarded-Host. */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { bent, firstBytes, type Lie, Lies, replacement } from "./lies.ts";
import { type Answer, type Sandbox, type SandboxContext, type SandboxRequest, text } from "./sandbox.ts";

export interface SandboxesOptions {
  /** Which networks there are. */
  readonly sandboxes: readonly Sandbox[];
  /** Default "127.0.0.1". */
  readonly host?: string;
  /** Default 0: any free port. */
  readonly port?: number;
  /** The catalogues' clock. */
  readonly now?: () => Date;
  /** Multiplies every item count. Default 1. */
  readonly scale?: number;
  /** Misbehaviour from the start. */
  readonly lies?: readonly Lie[];
}

/** One request as it was answered, oldest first. */
export interface SandboxExchange {
  readonly method: string;
  readonly host: string;
  /** With its query. */
  readonly path: string;
  readonly status: number;
}

export interface Sandboxes {
  /** `http://127.0.0.1:PORT`: what SANDBOX_ORIGIN or NETWORK_ORIGIN_OVERRIDE is set to. */
  readonly origin: string;
  readonly exchanges: readonly SandboxExchange[];
  tell(...lies: readonly Lie[]): void;
  clearLies(): void;
  close(): Promise<void>;
}

const MOST_EXCHANGES = 10_000;
const LONGEST_BODY = 1_000_000;

/** @throws when the address is taken */
export async function startSandboxes(options: SandboxesOptions): Promise<Sandboxes> {
  const { sandboxes } = options;
  const lies = new Lies();
  lies.tell(...(options.lies ?? []));
  const exchanges: SandboxExchange[] = [];
  const context = (): SandboxContext => ({
    now: options.now?.() ?? new Date(),
    scale: options.scale ?? 1,
    share: 1,
    trueTotals: false,
    naiveDates: false,
    migratedIds: false,
  });
  const server = createServer((incoming, response) => {
    void serve(incoming, response).catch(() => response.destroy());
  });
  async function serve(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const request = await requestOf(incoming);
    const told = lies.for(request);
    const answer = await answerOf(request, told);
    const { method, url } = request;
    exchanges.push({ method, host: url.host, path: url.pathname + url.search, status: answer.status });
    if (exchanges.length > MOST_EXCHANGES) exchanges.shift();
    await send(answer, told, response);
  }
  async function answerOf(request: SandboxRequest, told: readonly Lie[]): Promise<Answer> {
    for (const lie of told) {
      if (lie.kind === "slow") await sleep(lie.ms);
      const whole = replacement(lie);
      if (whole) return whole;
    }
    const honest = async (): Promise<Answer> =>
      (sandboxOf(sandboxes, request) ?? unknownHost(sandboxes)).handle(request, bent(context(), told));
    return told.some(({ kind }) => kind === "repeated-page") ? lies.repeated(request, honest) : honest();
  }
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port ?? 0, options.host ?? "127.0.0.1", resolve);
  });
  const { address, port } = server.address() as AddressInfo;
  return {
    origin: `http://${address.includes(":") ? `[${address}]` : address}:${port}`,
    exchanges,
    tell: (...more) => lies.tell(...more),
    clearLies: () => lies.clear(),
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error ? reject(error) : resolve()));
        server.closeAllConnections();
      }),
  };
}

async function requestOf(incoming: IncomingMessage): Promise<SandboxRequest> {
  const headers = Object.fromEntries(
    Object.entries(incoming.headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(", ") : value,
    ]),
  );
  const host = headers["x-forwarded-host"] ?? headers["host"] ?? "localhost";
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > LONGEST_BODY) throw new RangeError(`a request body is longer than ${LONGEST_BODY} bytes`);
    chunks.push(chunk);
  }
  return {
    method: incoming.method ?? "GET",
    url: new URL(incoming.url ?? "/", `https://${host}`),
    headers,
    body: Buffer.concat(chunks).toString("utf8"),
  };
}

const sandboxOf = (sandboxes: readonly Sandbox[], { url }: SandboxRequest): Sandbox | undefined =>
  sandboxes.find(({ hosts }) => hosts.includes(url.hostname));

const unknownHost = (sandboxes: readonly Sandbox[]): Sandbox => ({
  hosts: [],
  handle: ({ url }) =>
    text(
      `No sandbox serves ${url.hostname}. There are sandboxes for ${sandboxes.flatMap(({ hosts }) => hosts).join(", ")}.\n`,
      502,
    ),
});

/** Resolves when the bytes are on their way, so that breaking the connection does not take them back. */
const written = (response: ServerResponse, part: Uint8Array): Promise<void> =>
  new Promise((resolve, reject) => response.write(part, (error) => (error ? reject(error) : resolve())));

async function send(answer: Answer, told: readonly Lie[], response: ServerResponse): Promise<void> {
  response.writeHead(answer.status, answer.headers);
  const cut = told.find((lie) => lie.kind === "truncated");
  if (cut) {
    for await (const part of firstBytes(answer.body, cut.bytes)) await written(response, part);
    if (cut.abrupt) response.destroy();
    else response.end();
  } else if (typeof answer.body === "string" || answer.body instanceof Uint8Array) {
    response.end(answer.body);
  } else {
    await pipeline(Readable.from(answer.body), response);
  }
}
