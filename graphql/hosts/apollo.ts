/** The API in one process: Apollo Server over HTTP, graphql-ws on the same port, for local and self-hosted use. */
import { ApolloServer } from "@apollo/server";
import { ApolloServerPluginLandingPageDisabled } from "@apollo/server/plugin/disabled";
import { ApolloServerPluginDrainHttpServer } from "@apollo/server/plugin/drainHttpServer";
import { expressMiddleware } from "@as-integrations/express5";
import express from "express";
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { type Caller, iamCaller } from "../../shared/access/caller.ts";
import proxyAddress from "proxy-addr";
import type { RequestCredentials } from "../../shared/access/identify.ts";
import type { GraphqlContext } from "../context.ts";
import { executableSchema } from "../executable-schema.ts";
import { LIMITS } from "../limits/limits.ts";
import { operationLimits, type OperationLimits } from "../limits/plugin.ts";
import { type RateOptions, Rates, RATES } from "../limits/rates.ts";
import { rulesFor } from "../limits/rules.ts";
import { BASE_PATH } from "../rest/answers.ts";
import { resolvers } from "../resolvers/index.ts";
import { graphiql } from "./graphiql.ts";
import { type Identify, identified } from "./identified.ts";
import { httpErrors, notFound } from "./http-errors.ts";
import { originGuard } from "./origin-guard.ts";
import { type Manifest, persistedOnly, persistedQueryCache } from "./persisted-queries.ts";
import { formatErrors } from "./public-errors.ts";
import { checkHash, noSubscriptions } from "./request-checks.ts";
import { responseStatus } from "./response-status.ts";
import { restRouter } from "./rest.ts";
import { SOCKET_LIMITS, type SocketLimits } from "./socket-limits.ts";
import type { VerifySignature } from "./sigv4.ts";
import { addSubscriptions } from "./subscription-fields.ts";
import { serveWebSockets } from "./web-sockets.ts";

export interface GraphqlServerOptions {
  /** 0 takes any free port. */
  readonly port: number;
  /** The address to listen on. Default 127.0.0.1: this machine only. */
  readonly host?: string;
  /** The schema as AppSync would get it. */
  readonly schemaText: string;
  /** Called once a request. */
  readonly context: (caller: Caller) => Promise<Omit<GraphqlContext, "publisher">>;
  /**
   * Who calls, by the request's `authorization`, or that of a socket's `connection_init`.
   * @throws Unauthenticated for a token or key that does not hold
   */
  readonly identify: (credentials: RequestCredentials) => Promise<Caller>;
  /** Whether a request is signed by one of the feed's functions. */
  readonly verifyIam: VerifySignature;
  /** Told of errors that callers see masked. */
  readonly onError: (error: unknown) => void;
  /** Pages of other origins that may call, such as `http://localhost:5173`; `*` for all. */
  readonly allowedOrigins?: readonly string[];
  /** How many events may wait for one subscriber before it is cut off. Default 1,000. */
  readonly subscriberLimit?: number;
  /** What an operation may cost and how long it may take. Default: `LIMITS`. */
  readonly limits?: Partial<OperationLimits>;
  /** How often callers may ask. Default: `RATES`. */
  readonly rates?: Partial<RateOptions>;
  readonly sockets?: Partial<SocketLimits>;
  /** Whether the schema may be asked for. Default true. */
  readonly introspection?: boolean;
  /** Whether browsers get GraphiQL, a page to try queries on. Default: where the schema may be asked for. */
  readonly graphiql?: boolean;
  /** All that callers without a token may run by GraphQL. Default: anything. */
  readonly persistedQueriesOnly?: Manifest | null;
  /** Proxies whose word on where a request comes from holds: addresses, ranges, `loopback`. Default: none. */
  readonly trustedProxies?: readonly string[];
}

export interface GraphqlServer {
  /** For queries and mutations: POST, and GET with `apollo-require-preflight`. */
  readonly url: string;
  /** The REST API. */
  readonly restUrl: string;
  /** For subscriptions: the protocol `graphql-transport-ws`. */
  readonly wsUrl: string;
  /** Ends subscriptions, lets requests finish, closes the port. */
  stop(): Promise<void>;
}

const PATH = "/graphql";
/** Clients that send a byte now and then hold a connection no longer than that. */
const SLOWEST_HEADERS_MS = 10_000;

export async function startGraphqlServer(options: GraphqlServerOptions): Promise<GraphqlServer> {
  const host = options.host ?? "127.0.0.1";
  const schema = executableSchema<GraphqlContext>(options.schemaText, resolvers);
  const subscriptions = addSubscriptions(schema, options.subscriberLimit ?? 1_000);
  const formatError = formatErrors(options.onError);
  const guard = originGuard(host, options.allowedOrigins ?? []);
  const limits: OperationLimits = { ...LIMITS, ...options.limits };

  const rates = new Rates({ ...RATES, ...options.rates });
  const introspection = options.introspection ?? true;
  const manifest = options.persistedQueriesOnly ?? null;
  const trusted = proxyAddress.compile([...(options.trustedProxies ?? [])]);
  const address = (request: IncomingMessage): string => proxyAddress(request, trusted);

  const contextOf = async (caller: Caller): Promise<GraphqlContext> => {
    await rates.spend(caller);
    return { ...(await options.context(caller)), publisher: subscriptions.publisher };
  };
  const identify: Identify = (request, authorization = request.headers.authorization) => {
    const from = address(request);
    return rates.identified(from, () =>
      identified(options.identify({ authorization: authorization ?? null, address: from })),
    );
  };

  const app = express();
  const http = createServer({ headersTimeout: SLOWEST_HEADERS_MS, requestTimeout: LIMITS.operationMs }, app);
  let sockets: ReturnType<typeof serveWebSockets> | null = null;
  const apollo = new ApolloServer<GraphqlContext>({
    schema,
    formatError,
    validationRules: [...rulesFor(introspection)],
    parseOptions: { maxTokens: LIMITS.tokens },
    // Its own way to forbid that tells callers how to configure it.
    introspection: true,
    // "Did you mean …" tells of a schema that may not be asked for.
    hideSchemaDetailsFromClientErrors: !introspection || manifest !== null,
    includeStacktraceInErrorResponses: false,
    persistedQueries: { cache: persistedQueryCache(manifest) },
    stopOnTerminationSignals: false,
    plugins: [
      noSubscriptions,
      persistedOnly(manifest),
      operationLimits({ ...limits, rates }),
      responseStatus,
      ApolloServerPluginDrainHttpServer({ httpServer: http }),
      ApolloServerPluginLandingPageDisabled(),
      { serverWillStart: async () => ({ drainServer: async () => sockets?.close() }) },
    ],
  });
  await apollo.start();

  app.disable("x-powered-by");
  app.use((request, response, next) => {
    if (!guard.admits(request.headers)) return void response.status(403).json(FOREIGN_ORIGIN);
    if (guard.varies) response.vary("origin");
    response.set(guard.corsHeaders(request.headers)).set("x-content-type-options", "nosniff");
    if (request.method !== "OPTIONS") return next();
    return void response.status(204).set(guard.preflightHeaders(request.headers)).end();
  });
  if (options.graphiql ?? (introspection && manifest === null)) app.use(PATH, graphiql(PATH));
  app.use(
    PATH,
    express.json({ limit: LIMITS.bodyBytes, verify: keepBody }),
    expressMiddleware(apollo, {
      context: async ({ req }) => {
        checkHash(req);
        const signed = await isSigned(req, options.verifyIam);
        return contextOf(signed ? iamCaller("iam", address(req)) : await identify(req));
      },
    }),
  );
  app.use(
    BASE_PATH,
    restRouter({
      apollo,
      schemaText: options.schemaText,
      context: async (request) => contextOf(await identify(request)),
      maxBody: LIMITS.bodyBytes,
      onError: options.onError,
    }),
  );
  app.use(notFound, httpErrors(options.onError));
  const port = await listen(http, options.port, host);
  // Only now: a socket server on a port that is taken reports that as an error of its own.
  sockets = serveWebSockets({
    server: http,
    path: PATH,
    schema,
    guard,
    complexity: limits.complexity,
    limits: { ...SOCKET_LIMITS, ...options.sockets },
    introspection,
    manifest,
    address,
    formatError,
    onError: options.onError,
    identify,
    context: contextOf,
  });
  const name = host.includes(":") ? `[${host}]` : host;
  return {
    url: `http://${name}:${port}${PATH}`,
    restUrl: `http://${name}:${port}${BASE_PATH}`,
    wsUrl: `ws://${name}:${port}${PATH}`,
    stop: () => apollo.stop(),
  };
}

const FOREIGN_ORIGIN = {
  errors: [{ message: "Pages of other origins may not call this API.", extensions: { code: "FORBIDDEN" } }],
};

// A signature covers the body's bytes, which the JSON parser does not keep.
const bodies = new WeakMap<IncomingMessage, string>();
const keepBody = (request: IncomingMessage, _: unknown, body: Buffer): void => {
  if (request.headers.authorization !== undefined) bodies.set(request, body.toString("utf8"));
};

async function isSigned(request: express.Request, verify: VerifySignature): Promise<boolean> {
  const body = bodies.get(request);
  if (body === undefined) return false;
  return verify({ method: request.method, path: request.originalUrl, headers: request.headers, body });
}

function listen(server: Server, port: number, host: string): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  server.once("error", reject);
  server.listen(port, host, () => {
    server.off("error", reject);
    resolve((server.address() as AddressInfo).port);
  });
  return promise;
}
