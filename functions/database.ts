/** The read model's database: `DATABASE_URL` where there is one, else the cluster of the stack with an IAM token. */
import { Signer } from "@aws-sdk/rds-signer";
import { connect, type Database, migrate, type UrlConfig } from "../shared/readmodel/database.ts";
import { optionalVariable, variable } from "./environment.ts";
import { logger } from "./observed.ts";

/** How long the server works on one statement. */
type DatabaseLimits = Pick<UrlConfig, "statementTimeoutMs">;

function database(limits: DatabaseLimits): Database {
  const onConnectionLost = (error: Error): void => logger.warn("database connection lost", { error });
  const url = optionalVariable("DATABASE_URL");
  if (url !== null) return connect({ ...limits, url, maxConnections: 1, onConnectionLost });
  const [host, port, user] = [
    variable("DATABASE_HOST"),
    Number(variable("DATABASE_PORT")),
    variable("DATABASE_USER"),
  ];
  // Signed here, without a call: the function needs no way to any service for it.
  const signer = new Signer({ hostname: host, port, username: user });
  return connect({
    ...limits,
    host,
    port,
    user,
    database: variable("DATABASE_NAME"),
    iamToken: () => signer.getAuthToken(),
    // The stack names Lambda's own bundle of Amazon's root certificates in NODE_EXTRA_CA_CERTS.
    tls: true,
    // One invocation at a time, one statement at a time.
    maxConnections: 1,
    onConnectionLost,
  });
}

/** @returns the database, its schema brought up to date once an instance; a failure is tried again by the next caller */
export function migratedDatabase(limits: DatabaseLimits = {}): () => Promise<Database> {
  const db = database(limits);
  let migrated: Promise<void> | null = null;
  return async () => {
    migrated ??= migrate(db);
    try {
      await migrated;
    } catch (error) {
      migrated = null;
      throw error;
    }
    return db;
  };
}
