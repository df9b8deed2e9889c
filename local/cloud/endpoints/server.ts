/** One HTTP server for the services that have no engine of their own. */
import { createServer } from "node:http";
import type { IncomingMessage } from "node:http";
import { messageOf } from "../errors.ts";
import type { Credentials } from "../keys.ts";
import { ServiceError, errorAnswer } from "./answer.ts";
import type { ServiceAnswer, ServiceRequest } from "./answer.ts";
import { verifySignature } from "./signature.ts";

/** Answers a request, or null when it is for another service. */
export type Service = (request: ServiceRequest) => ServiceAnswer | null | Promise<ServiceAnswer | null>;

export interface Endpoints {
  readonly url: string;
  stop(): Promise<void>;
}

const MAX_BODY_BYTES = 8 * 1024 * 1024;

const REFUSALS = {
  missing: ["MissingAuthenticationTokenException", "Missing Authentication Token"],
  "unknown-key": ["UnrecognizedClientException", "The access key is not this local cloud's."],
  "wrong-signature": ["InvalidSignatureException", "The request signature does not match."],
} as const;

/** Listens on 127.0.0.1, on a port of the system's choice. Every request must be signed with the cloud's own key. */
export async function startEndpoints(
  services: readonly Service[],
  credentials: Credentials,
): Promise<Endpoints> {
  const server = createServer((incoming, outgoing) => {
    void answer(incoming, services, credentials).then(({ status, headers, body }) => {
      outgoing.writeHead(status, { "x-amzn-requestid": crypto.randomUUID(), ...headers });
      outgoing.end(body);
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", resolve);
  });
  const address = server.address();
  const port = address !== null && typeof address !== "string" ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    stop() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

async function answer(
  incoming: IncomingMessage,
  services: readonly Service[],
  credentials: Credentials,
): Promise<ServiceAnswer> {
  try {
    const body = await readBody(incoming);
    const [method, url] = [incoming.method ?? "GET", incoming.url ?? "/"];
    const verdict = await verifySignature({ method, url, headers: incoming.headers, body }, credentials);
    if (verdict !== "valid") {
      const [code, message] = REFUSALS[verdict];
      throw new ServiceError(code, message, 403);
    }
    const { pathname, searchParams } = new URL(url, "http://127.0.0.1");
    const request = { method, path: pathname, query: searchParams, headers: incoming.headers, body };
    for (const service of services) {
      const answered = await service(request);
      if (answered !== null) return answered;
    }
    throw new ServiceError("UnknownOperationException", `The local cloud has no ${method} ${pathname}`, 404);
  } catch (error) {
    if (error instanceof ServiceError) return errorAnswer(error);
    return errorAnswer(new ServiceError("InternalServiceError", messageOf(error), 500));
  }
}

async function readBody(incoming: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of incoming) {
    const buffer = Buffer.from(chunk);
    bytes += buffer.length;
    if (bytes > MAX_BODY_BYTES)
      throw new ServiceError("RequestTooLargeException", "Request must be smaller than 8 MB", 413);
    chunks.push(buffer);
  }
  return Buffer.concat(chunks);
}
