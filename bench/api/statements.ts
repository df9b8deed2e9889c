/** The SQL behind an operation: what its resolvers send to PostgreSQL, and how fast PostgreSQL alone answers it. */
import { graphql } from "graphql";
import { Kysely, PostgresDialect } from "kysely";
import { Pool } from "pg";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { executableSchema } from "../../graphql/executable-schema.ts";
import { resolvers } from "../../graphql/resolvers/index.ts";
import type { StartedFeed } from "../../local/feed/start-feed.ts";
import { storesOf } from "../../local/feed/api.ts";
import { PROJECT_ROOT } from "../../local/feed/local-template.ts";
import { newRequest } from "../../graphql/context.ts";
import { iamCaller } from "../../shared/access/caller.ts";
import type { ReadModel } from "../../shared/readmodel/tables.ts";
import { percentile } from "../rows.ts";
import type { Load } from "./load.ts";

export interface Statement {
  readonly text: string;
  readonly values: readonly unknown[];
}

/** As many connections as the API has. */
const CONNECTIONS = 2;

const poolOf = ({ environment }: StartedFeed): Pool =>
  new Pool({ connectionString: environment["DATABASE_URL"], max: CONNECTIONS });

/** Runs an operation and notes its statements. @throws Error with the operation's first error */
export async function statementsOf(started: StartedFeed, query: string): Promise<Statement[]> {
  const statements: Statement[] = [];
  const db = new Kysely<ReadModel>({
    dialect: new PostgresDialect({ pool: poolOf(started) }),
    log({ query: { sql, parameters } }) {
      statements.push({ text: sql, values: parameters });
    },
  });
  try {
    const text = await readFile(join(PROJECT_ROOT, "graphql/schema.graphql"), "utf8");
    const contextValue = { ...storesOf(started.feed, db), ...newRequest(iamCaller("bench")) };
    const { errors } = await graphql({
      schema: executableSchema(text, resolvers),
      source: query,
      contextValue,
    });
    if (errors?.[0]) throw errors[0];
    return statements;
  } finally {
    await db.destroy();
  }
}

/** Asks PostgreSQL for the same, one statement after the other, from so many clients at once. */
export async function loadDatabase(
  started: StartedFeed,
  statements: readonly Statement[],
  { clients, seconds }: { readonly clients: number; readonly seconds: number },
): Promise<Load> {
  const pool = poolOf(started);
  const taken: number[] = [];
  const began = performance.now();
  const client = async (): Promise<void> => {
    while (performance.now() - began < seconds * 1000) {
      const asked = performance.now();
      for (const { text, values } of statements) await pool.query(text, [...values]);
      taken.push(performance.now() - asked);
    }
  };
  await Promise.all(Array.from({ length: clients }, client));
  const perSecond = taken.length / ((performance.now() - began) / 1000);
  await pool.end();
  return { perSecond, p50: percentile(taken, 0.5), p99: percentile(taken, 0.99) };
}
