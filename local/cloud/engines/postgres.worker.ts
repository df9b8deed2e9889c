/** The thread PostgreSQL runs in: PGlite on a directory, behind a socket on the loopback interface. */
import { PGlite } from "@electric-sql/pglite";
import { pg_trgm } from "@electric-sql/pglite/contrib/pg_trgm";
import { PGLiteSocketHandler } from "@electric-sql/pglite-socket";
import type { PGLiteSocketHandlerOptions } from "@electric-sql/pglite-socket";
import { createServer } from "node:net";
import type { Socket } from "node:net";
import { parentPort, workerData } from "node:worker_threads";
import { z } from "zod";
import { ProtocolQueue } from "./protocol-queue.ts";

/** Said to the parent: where it listens, that it has closed, or why it can't start. */
export type PostgresMessage =
  | { readonly kind: "listening"; readonly port: number }
  | { readonly kind: "closed" }
  | { readonly kind: "failed"; readonly message: string };

const { directory } = z.object({ directory: z.string() }).parse(workerData);
const say = (message: PostgresMessage): void => parentPort?.postMessage(message, []);

try {
  await serve();
} catch (error) {
  say({ kind: "failed", message: error instanceof Error ? error.message : String(error) });
}

async function serve(): Promise<void> {
  const database = await PGlite.create(directory, { extensions: { pg_trgm } });
  const queue = new ProtocolQueue(database);
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
    const handler = new PGLiteSocketHandler({
      // The handler's own queue class has private members and is not exported; it is called through these four methods.
      queryQueue: queue as unknown as PGLiteSocketHandlerOptions["queryQueue"],
      closeOnDetach: true,
    });
    handler.attach(socket).catch(() => socket.destroy());
  });
  server.listen(0, "127.0.0.1", () => {
    const address = server.address();
    if (address !== null && typeof address !== "string") say({ kind: "listening", port: address.port });
  });
  parentPort?.once("message", async () => {
    server.close();
    for (const socket of sockets) socket.destroy();
    await database.close();
    say({ kind: "closed" });
    parentPort?.close();
  });
}
