/** An address that hands every request on to several others as it came, and answers what the first of them answers. */
import { createServer, request as send } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer, text } from "node:stream/consumers";

export interface Tee {
  readonly url: string;
  /** Where requests go; may be filled later. */
  readonly targets: string[];
  stop(): Promise<void>;
}

export async function startTee(): Promise<Tee> {
  const targets: string[] = [];
  const server = createServer(async (request, response) => {
    const body = await buffer(request);
    const answers = targets.map(
      (target) =>
        new Promise<{ status: number; body: string }>((resolve, reject) => {
          // The headers as they are, host included: the signature covers them.
          const onward = send(
            target,
            { method: request.method ?? "POST", headers: request.headers },
            (answer) => {
              text(answer).then((all) => resolve({ status: answer.statusCode ?? 500, body: all }), reject);
            },
          );
          onward.once("error", reject).end(body);
        }),
    );
    const [first] = await Promise.all(answers);
    response.writeHead(first?.status ?? 503, { "content-type": "application/json" }).end(first?.body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`,
    targets,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
