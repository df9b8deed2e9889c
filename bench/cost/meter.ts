/** Meters everything that a running feed would be billed for. */
import { subscribe, unsubscribe } from "node:diagnostics_channel";
import type { IncomingMessage } from "node:http";
import type { Socket } from "node:net";
import type { LogEvent } from "../../local/cloud/log.ts";
import type { StartedFeed } from "../../local/feed/start-feed.ts";
import type { Capacity } from "./capacity-proxy.ts";
import { gbSeconds, meteredUnits, plus, type Usage } from "./usage.ts";

const REQUEST_STARTED = "http.server.request.start";
/** Messages that one delete call takes. */
const DELETES_PER_CALL = 10;
/** What the read model's database is taken to have while it is being written. */
const PROJECTING_ACUS = 1;

export interface Meter {
  /** Give this to the feed as its log. */
  log(event: LogEvent): void;
  /** Begins to read what the feed's services are asked, once they are up. */
  watch(started: StartedFeed): void;
  /** What was used since the last call. */
  take(): Usage;
  stop(): void;
}

/**
 * Requests are seen where the local cloud's services take them, all of which run in this process; capacity units come
 * from the proxy in front of DynamoDB, durations and logs from the functions, sizes of events from the bus.
 *
 * @param memoryOf MB of a function
 */
export function createMeter(capacity: Capacity, memoryOf: (functionName: string) => number): Meter {
  let usage: Usage = {};
  let before: Usage = {};
  const add = (more: Usage): void => {
    usage = plus(usage, more);
  };
  const services = new Map<number, (request: IncomingMessage) => Usage>();
  const seen = (message: unknown): void => {
    const { request, socket } = message as { request: IncomingMessage; socket: Socket };
    const usageOf = services.get(socket.localPort ?? 0);
    if (usageOf !== undefined) add(usageOf(request));
  };
  subscribe(REQUEST_STARTED, seen);
  return {
    log(event) {
      if (event.type === "line") add({ logsIngested: Buffer.byteLength(event.line) });
      if (event.type !== "invocation") return;
      const { functionName, durationMs } = event;
      add({ lambdaRequest: 1, lambdaCompute: gbSeconds(durationMs, memoryOf(functionName)) });
      if (functionName.endsWith("project-offers"))
        add({ auroraCapacity: (PROJECTING_ACUS * durationMs) / 1_000 });
    },
    watch({ cloud, graphqlUrl }) {
      const port = (url: string | undefined): number => Number(new URL(url ?? "").port);
      services.set(port(cloud.env["AWS_ENDPOINT_URL_SQS"]), queueUsage);
      services.set(port(cloud.env["AWS_ENDPOINT_URL_S3"]), objectUsage);
      services.set(port(cloud.env["AWS_ENDPOINT_URL_SECRETS_MANAGER"]), secretUsage);
      services.set(port(graphqlUrl), () => ({ appSyncOperation: 1 }));
      cloud.events.on("event", ({ detail }) =>
        add({ eventBridgeEvent: meteredUnits(Buffer.byteLength(JSON.stringify(detail))) }),
      );
    },
    take() {
      const units = [...capacity.values()];
      const total = plus(usage, {
        dynamodbRead: units.reduce((sum, { read }) => sum + read, 0),
        dynamodbWrite: units.reduce((sum, { written }) => sum + written, 0),
      });
      const negative = Object.fromEntries(Object.entries(before).map(([key, value]) => [key, -value]));
      before = total;
      return plus(total, negative);
    },
    stop() {
      unsubscribe(REQUEST_STARTED, seen);
    },
  };
}

const targetOf = ({ headers }: IncomingMessage): string =>
  String(headers["x-amz-target"] ?? "")
    .split(".")
    .at(-1) ?? "";
const bytesOf = ({ headers }: IncomingMessage): number => Number(headers["content-length"] ?? 0);

/**
 * A message is sent, received and deleted. The local poller asks in another rhythm than Lambda's, so what it asks is not
 * counted: a message is received in as many units as it was sent in, and deleted in batches of ten.
 */
function queueUsage(request: IncomingMessage): Usage {
  if (targetOf(request) !== "SendMessage") return {};
  return { sqsRequest: 2 * meteredUnits(bytesOf(request)) + 1 / DELETES_PER_CALL };
}

const objectUsage = ({ method }: IncomingMessage): Usage =>
  method === "PUT" || method === "POST" ? { s3Put: 1 } : { s3Get: 1 };

const secretUsage = (request: IncomingMessage): Usage =>
  targetOf(request) === "GetSecretValue" ? { secretsCall: 1 } : {};
