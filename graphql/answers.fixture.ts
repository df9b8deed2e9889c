/** An endpoint that answers in turn, and then with the last answer again: for tests of who calls the API. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";

/** Closed after the test that asked for it. */
export async function serveAnswers(
  ...answers: { status: number; body: string }[]
): Promise<{ url: string; bodies: string[] }> {
  const bodies: string[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    bodies.push(Buffer.concat(chunks).toString());
    const answer = answers[Math.min(bodies.length, answers.length) - 1];
    response.writeHead(answer?.status ?? 500).end(answer?.body);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  onTestFinished(() => void server.close());
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`, bodies };
}
