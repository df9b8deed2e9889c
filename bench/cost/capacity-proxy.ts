/** A proxy in front of a DynamoDB engine that has it say what each call consumed, and keeps the sums by table. */
import { Agent, createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import { buffer } from "node:stream/consumers";

/** Capacity units by table. */
export type Capacity = Map<string, { read: number; written: number }>;

export interface CapacityProxy {
  readonly url: string;
  /** What was consumed since the start. */
  readonly consumed: Capacity;
  /** Where to send the calls. Functions are told the proxy's address before the engine has one. */
  setTarget(url: string): void;
  close(): Promise<void>;
}

/** Data calls, and whether they write. */
const CALLS: ReadonlyMap<string, boolean> = new Map([
  ["GetItem", false],
  ["BatchGetItem", false],
  ["Query", false],
  ["Scan", false],
  ["TransactGetItems", false],
  ["PutItem", true],
  ["UpdateItem", true],
  ["DeleteItem", true],
  ["BatchWriteItem", true],
  ["TransactWriteItems", true],
]);

interface Consumed {
  readonly TableName?: string;
  readonly CapacityUnits?: number;
}

export async function startCapacityProxy(): Promise<CapacityProxy> {
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  const consumed: Capacity = new Map();
  let target: URL | null = null;
  const server = createServer((incoming, outgoing) => {
    if (target === null) {
      outgoing.writeHead(503).end();
      return;
    }
    pass(incoming, outgoing, { target, agent, consumed }).catch((error: unknown) =>
      outgoing.destroy(error as Error),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The system gave the proxy no port.");
  return {
    url: `http://127.0.0.1:${address.port}`,
    consumed,
    setTarget(url) {
      target = new URL(url);
    },
    async close() {
      agent.destroy();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

interface Route {
  readonly target: URL;
  readonly agent: Agent;
  readonly consumed: Capacity;
}

async function pass(incoming: IncomingMessage, outgoing: ServerResponse, route: Route): Promise<void> {
  const call =
    String(incoming.headers["x-amz-target"] ?? "")
      .split(".")
      .at(-1) ?? "";
  const writes = CALLS.get(call);
  const sent = await buffer(incoming);
  const body =
    writes === undefined
      ? sent
      : Buffer.from(JSON.stringify({ ...JSON.parse(sent.toString()), ReturnConsumedCapacity: "TOTAL" }));
  const answer = await forwarded(incoming, body, route);
  const received = await buffer(answer);
  if (writes !== undefined && answer.statusCode === 200) count(received, writes, route.consumed);
  const { "transfer-encoding": _chunked, ...headers } = answer.headers;
  outgoing
    .writeHead(answer.statusCode ?? 502, { ...headers, "content-length": received.length })
    .end(received);
}

function forwarded(
  { method, url, headers }: IncomingMessage,
  body: Buffer,
  { target, agent }: Route,
): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = target;
    const options = {
      agent,
      hostname,
      port,
      method,
      path: url,
      headers: { ...headers, "content-length": body.length },
    };
    request(options, resolve).on("error", reject).end(body);
  });
}

function count(received: Buffer, writes: boolean, consumed: Capacity): void {
  const { ConsumedCapacity } = JSON.parse(received.toString()) as {
    ConsumedCapacity?: Consumed | Consumed[];
  };
  for (const { TableName = "", CapacityUnits = 0 } of [ConsumedCapacity ?? []].flat()) {
    const sums = consumed.get(TableName) ?? { read: 0, written: 0 };
    if (writes) sums.written += CapacityUnits;
    else sums.read += CapacityUnits;
    consumed.set(TableName, sums);
  }
}
