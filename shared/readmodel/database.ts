/** Reaching the read model's PostgreSQL: PGlite's socket, any server with a URL, or Aurora with IAM tokens. */
import { Kysely, PostgresDialect } from "kysely";
import { Migrator } from "kysely/migration";
import { Pool, type PoolConfig } from "pg";
import { migrations } from "./migrations.ts";
import type { ReadModel } from "./tables.ts";

export type Database = Kysely<ReadModel>;

interface PoolOptions {
  /** Connections this process opens at most. Default 2: a Lambda serves one request at a time. */
  readonly maxConnections?: number;
  /** Milliseconds after which the server gives a statement up. Default: never. */
  readonly statementTimeoutMs?: number;
  /** Told of a connection that broke while idle; the pool replaces it. Default: nobody is told. */
  readonly onConnectionLost?: (error: Error) => void;
}

export interface UrlConfig extends PoolOptions {
  /** `postgres://user:password@host:port/database` */
  readonly url: string;
}

export interface IamConfig extends PoolOptions {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
  /** A fresh IAM token: asked for whenever a connection is opened. */
  readonly iamToken: () => Promise<string>;
  /** True: TLS, checked against Node's trusted authorities. An object: the same with these PEM authorities. */
  readonly tls: boolean | { readonly ca: string };
}

export type DatabaseConfig = UrlConfig | IamConfig;

/** A paused Aurora cluster takes about 15 s to wake. */
const CONNECTION_TIMEOUT_MS = 25_000;

/** Opens no connection yet; `db.destroy()` closes those that were opened. */
export function connect(config: DatabaseConfig): Database {
  const pool = new Pool({
    ...address(config),
    max: config.maxConnections ?? 2,
    connectionTimeoutMillis: CONNECTION_TIMEOUT_MS,
    ...(config.statementTimeoutMs === undefined ? {} : { statement_timeout: config.statementTimeoutMs }),
  });
  // Without a listener a connection that the server closes would end the process.
  pool.on("error", (error) => config.onConnectionLost?.(error));
  return new Kysely<ReadModel>({ dialect: new PostgresDialect({ pool }) });
}

function address(config: DatabaseConfig): PoolConfig {
  if ("url" in config) return { connectionString: config.url };
  return {
    host: config.host,
    port: config.port,
    database: config.database,
    user: config.user,
    password: config.iamToken,
    ssl: typeof config.tls === "boolean" ? config.tls : { ca: config.tls.ca },
  };
}

/**
 * Brings the schema up to date. Safe to call by several processes at once: an advisory lock lets one through.
 * @throws the first migration's error; nothing of a failed migration stays
 */
export async function migrate(db: Database): Promise<void> {
  const migrator = new Migrator({ db, provider: { getMigrations: async () => ({ ...migrations }) } });
  const { error } = await migrator.migrateToLatest();
  if (error !== undefined) {
    throw error instanceof Error ? error : new Error(`The read model's migration failed: ${String(error)}`);
  }
}
