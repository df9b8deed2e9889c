/** Tells other processes of this machine what the feed still has to do. */
import { createServer } from "node:http";

export interface StatusServer {
  readonly url: string;
  stop(): Promise<void>;
}

/** @param pending what is still to be done, in words; empty when idle */
export async function startStatusServer(pending: () => string[]): Promise<StatusServer> {
  const server = createServer((_, response) => {
    response
      .writeHead(200, { "content-type": "application/json" })
      .end(JSON.stringify({ pending: pending() }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string")
    throw new Error("The system gave the status server no port.");
  return {
    url: `http://127.0.0.1:${address.port}/`,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
