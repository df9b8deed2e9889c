/** A partner's feed over loopback HTTP, which a test changes, breaks or mends as it goes. */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";

export interface FeedServer {
  readonly origin: string;
  /** Answers of each path; an unknown path is a 404. */
  readonly paths: Map<string, (request: IncomingMessage, response: ServerResponse) => void>;
  /** Every request so far, as "GET /path". */
  readonly requests: string[];
  close(): Promise<void>;
}

export async function startFeedServer(): Promise<FeedServer> {
  const paths: FeedServer["paths"] = new Map();
  const requests: string[] = [];
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? "/", "http://feed").pathname;
    requests.push(`${request.method} ${path}`);
    const answer = paths.get(path);
    if (answer) answer(request, response);
    else response.writeHead(404).end("no such feed");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the system gave no port");
  return {
    origin: `http://127.0.0.1:${address.port}`,
    paths,
    requests,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** An answer with this body. */
export const body =
  (text: string, type = "application/json", status = 200) =>
  (_: IncomingMessage, response: ServerResponse): void => {
    response.writeHead(status, { "content-type": type, "content-length": Buffer.byteLength(text) }).end(text);
  };

/** Settings of a source that lists `/offers` in pages by offset, with its records under `data`. */
export const pagedSettings = (
  origin: string,
  pageSize: number,
  map: Record<string, unknown>,
): Record<string, unknown> => ({
  requester: { url: `${origin}/offers` },
  record_selector: { extractor: { field_path: ["data"] } },
  paginator: {
    type: "DefaultPaginator",
    pagination_strategy: { type: "OffsetIncrement", page_size: pageSize },
    page_token_option: { inject_into: "request_parameter", field_name: "offset" },
  },
  api_budget: {
    policies: [{ type: "MovingWindowCallRatePolicy", rates: [{ limit: 50, interval: "PT1S" }] }],
  },
  map,
});
