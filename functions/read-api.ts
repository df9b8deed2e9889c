/** The fields of the API that need PostgreSQL or the ledger, behind AppSync. */
import { newRequest } from "../graphql/context.ts";
import { type AppsyncEvent, appsyncHandler } from "../graphql/hosts/appsync.ts";
import { STATEMENT_TIMEOUT_MS } from "../graphql/limits/limits.ts";
import { readResolvers } from "../graphql/resolvers/read.ts";
import { healthStore, ledgerWithPast, sourceStores } from "./clients.ts";
import { callerOf } from "./caller.ts";
import { migratedDatabase } from "./database.ts";
import { logger, observed } from "./observed.ts";

const database = migratedDatabase({ statementTimeoutMs: STATEMENT_TIMEOUT_MS });
const stores = { ledger: ledgerWithPast(), sources: sourceStores().sources, health: healthStore() };

const handle = appsyncHandler(
  readResolvers,
  async (event) => ({ db: await database(), ...stores, ...newRequest(callerOf(event)) }),
  (error, event) => logger.error("field failed", { field: event.info, error }),
);

export const handler = observed(async (event: AppsyncEvent | readonly AppsyncEvent[]) => handle(event));
