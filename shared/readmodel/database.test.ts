import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { sql } from "kysely";
import { expect, test } from "vitest";
import { connect } from "./database.ts";

test("the server is told how long it may work on a statement, as the connection is opened", async () => {
  // The embedded PostgreSQL has no clock to give a statement up by: what is said to a server is looked at here.
  const said = Promise.withResolvers<string>();
  const server = createServer((socket) => {
    socket.once("data", (bytes) => {
      said.resolve(bytes.toString("latin1"));
      socket.destroy();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const db = connect({ url: `postgres://nobody@127.0.0.1:${port}/postgres`, statementTimeoutMs: 28_000 });
  await expect(sql`select 1`.execute(db)).rejects.toThrow(/terminated|reset|closed/);
  expect(await said.promise).toContain("statement_timeout\u000028000\u0000");
  await db.destroy();
  server.close();
});
