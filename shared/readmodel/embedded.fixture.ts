/** A read model of its own for a test file: PGlite behind its socket, migrated. */
import { PGlite } from "@electric-sql/pglite";
import { pg_trgm } from "@electric-sql/pglite/contrib/pg_trgm";
import { PGLiteSocketServer } from "@electric-sql/pglite-socket";
import { sql } from "kysely";
import { connect, type Database, migrate } from "./database.ts";

export interface EmbeddedReadModel {
  readonly db: Database;
  readonly url: string;
  /** How many statements were made so far. */
  statements(): number;
  /** Empties every table; the log keeps counting. */
  clear(): Promise<void>;
  stop(): Promise<void>;
}

export async function startEmbeddedReadModel(): Promise<EmbeddedReadModel> {
  const pglite = await PGlite.create({ extensions: { pg_trgm } });
  const server = new PGLiteSocketServer({ db: pglite, host: "127.0.0.1", port: 0 });
  await server.start();
  const url = `postgres://postgres:postgres@${server.getServerConn()}/postgres`;
  // PGlite's socket interleaves the messages of several connections: one only.
  let statements = 0;
  const db = connect({ url, maxConnections: 1 }).withPlugin({
    transformQuery({ node }) {
      statements += 1;
      return node;
    },
    transformResult: async ({ result }) => result,
  });
  await migrate(db);
  return {
    db,
    url,
    statements: () => statements,
    async clear() {
      await sql`truncate offers, offer_changes, rebuild_marks, names, category_places, words`.execute(db);
    },
    async stop() {
      await db.destroy();
      await server.stop();
      await pglite.close();
    },
  };
}
