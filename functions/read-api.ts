/** The fields of the API that need PostgreSQL or the ledger, behind AppSync. */
import { newRequest } from "../graphql/context.ts";
import { type AppsyncEvent, appsyncHandler } from "../graphql/hosts/appsync.ts";
import { readResolvers } from "../graphql/resolvers/read.ts";
import { ledger, sourceStores } from "./clients.ts";
import { callerOf } from "./caller.ts";
import { database } from "./database.ts";
import { logger, observed } from "./observed.ts";

const stores = { db: database(), ledger: ledger(), sources: sourceStores().sources };

const handle = appsyncHandler(
  readResolvers,
  (event) => ({ ...stores, ...newRequest(callerOf(event)) }),
  (error, event) => logger.error("field failed", { field: event.info, error }),
);

export const handler = observed(async (event: AppsyncEvent | readonly AppsyncEvent[]) => handle(event));
