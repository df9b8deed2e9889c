/** The GraphQL API of the local feed: Apollo Server with the domain behind it, on this machine only. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { identifier } from "../../shared/access/identify.ts";
import { scopesOfRole } from "../../shared/access/scopes.ts";
import { parseIssuers, tokenVerifier } from "../../shared/access/tokens.ts";
import { type GraphqlContext, newRequest } from "../../graphql/context.ts";
import {
  type GraphqlServer,
  type GraphqlServerOptions,
  startGraphqlServer,
} from "../../graphql/hosts/apollo.ts";
import { signatureVerifier } from "../../graphql/hosts/sigv4.ts";
import { connect, type Database } from "../../shared/readmodel/database.ts";
import type { RateOptions } from "../../graphql/limits/rates.ts";
import { STATEMENT_TIMEOUT_MS } from "../../graphql/limits/limits.ts";
import { describeNetwork } from "../../shared/networks/catalogue.ts";
import { definitions } from "../../shared/networks/definitions.ts";
import type { Feed, FeedEnvironment } from "../cli/feed.ts";
import type { LocalIssuer } from "./issuer.ts";
import { PROJECT_ROOT } from "./local-template.ts";

export type Exposure = Pick<
  GraphqlServerOptions,
  "allowedOrigins" | "introspection" | "sockets" | "persistedQueriesOnly" | "rates" | "trustedProxies"
>;

/** A feed that is started for one command, a test or a benchmark has no strangers to count. */
const UNCOUNTED: RateOptions = {
  anonymous: Number.MAX_SAFE_INTEGER,
  identified: Number.MAX_SAFE_INTEGER,
  refused: Number.MAX_SAFE_INTEGER,
};

/** What resolvers ask, with the read model behind a connection of the caller's. */
export const storesOf = (
  feed: Feed,
  db: Database,
): Omit<GraphqlContext, "publisher" | keyof ReturnType<typeof newRequest>> => ({
  db,
  ledger: feed.ledger,
  sources: feed.sources,
  control: feed.control,
  health: feed.health,
  healthControl: feed.healthControl,
  curation: feed.curation,
  entry: feed.entry,
  access: feed.access,
  audit: feed.auditLog,
  auditLog: feed.auditLog,
  webhooks: feed.webhooks,
  networks: definitions.map(describeNetwork),
});

/** @param exposure default: this machine's own pages, and nobody is counted */
export async function startApi(
  feed: Feed,
  environment: FeedEnvironment,
  issuer: LocalIssuer,
  port: number,
  onError: (error: unknown) => void,
  exposure: Exposure = {},
): Promise<GraphqlServer> {
  // Of its own: what the rest of this process asks of the database may take longer.
  const database = connect({
    url: environment["DATABASE_URL"] ?? "",
    statementTimeoutMs: STATEMENT_TIMEOUT_MS,
  });
  const stores = storesOf(feed, database);
  const server = await startGraphqlServer({
    port,
    // AppSync gets the same file without its descriptions; here they are what a schema explorer shows.
    schemaText: await readFile(join(PROJECT_ROOT, "graphql/schema.graphql"), "utf8"),
    identify: identifier({
      keys: feed.keys,
      verifyToken: tokenVerifier([
        issuer.trusted,
        ...parseIssuers(process.env["OFFERFEED_OIDC_ISSUERS"] ?? "[]"),
      ]),
      // Whoever reaches this machine's loopback address may look.
      anonymousScopes: scopesOfRole.READER,
      now: () => new Date(),
    }),
    context: async (caller) => ({ ...stores, ...newRequest(caller) }),
    verifyIam: signatureVerifier({
      accessKeyId: environment["AWS_ACCESS_KEY_ID"] ?? "",
      secretAccessKey: environment["AWS_SECRET_ACCESS_KEY"] ?? "",
    }),
    onError,
    rates: UNCOUNTED,
    ...exposure,
  });
  return {
    ...server,
    async stop() {
      await server.stop();
      await database.destroy();
    },
  };
}
