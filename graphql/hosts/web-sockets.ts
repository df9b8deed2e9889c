/** Subscriptions over WebSockets, on the port of the HTTP host. */
import {
  type DocumentNode,
  GraphQLError,
  type GraphQLFormattedError,
  type GraphQLSchema,
  getOperationAST,
  parse,
  specifiedRules,
  validate,
} from "../graphql-js.ts";
import { CloseCode, type Context, type SubscribePayload } from "graphql-ws";
import { type Extra, useServer } from "graphql-ws/use/ws";
import type { IncomingMessage, Server } from "node:http";
import { type WebSocket, WebSocketServer } from "ws";
import type { Caller } from "../../shared/access/caller.ts";
import type { GraphqlContext } from "../context.ts";
import { MASKED_MESSAGE } from "../errors.ts";
import { complexityOf, tooComplex } from "../limits/complexity.ts";
import { LIMIT_EXCEEDED } from "../limits/exceeded.ts";
import { LIMITS } from "../limits/limits.ts";
import { rulesFor } from "../limits/rules.ts";
import type { Identify } from "./identified.ts";
import type { OriginGuard } from "./origin-guard.ts";
import { checkPersisted, type Manifest } from "./persisted-queries.ts";
import { OpenSockets, type SocketLimits } from "./socket-limits.ts";

export interface WebSocketOptions {
  readonly server: Server;
  readonly path: string;
  readonly schema: GraphQLSchema;
  readonly guard: OriginGuard;
  /** What a subscription's operation may cost. */
  readonly complexity: number;
  readonly formatError: (formatted: GraphQLFormattedError, error: unknown) => GraphQLFormattedError;
  /** Told of errors that callers see masked. */
  readonly onError: (error: unknown) => void;
  readonly limits: SocketLimits;
  readonly introspection: boolean;
  /** All that callers without a token may subscribe to; null: anything. */
  readonly manifest: Manifest | null;
  /** Where a request comes from. */
  readonly address: (request: IncomingMessage) => string;
  readonly identify: Identify;
  readonly context: (caller: Caller) => Promise<GraphqlContext>;
}

const MAX_MESSAGE_BYTES = 64 * 1024;

/** @returns `close`, which ends every subscription and closes every socket */
export function serveWebSockets(options: WebSocketOptions): { close(): Promise<void> } {
  const { schema, formatError } = options;
  const sockets = new OpenSockets(options.limits);
  const server = new WebSocketServer({
    server: options.server,
    path: options.path,
    maxPayload: MAX_MESSAGE_BYTES,
    verifyClient: (
      { req }: { readonly req: IncomingMessage },
      done: (ok: boolean, code?: number) => void,
    ) => {
      if (!options.guard.admits(req.headers)) return done(false, 403);
      return sockets.admits(options.address(req)) ? done(true) : done(false, 429);
    },
  });
  server.on("connection", (socket, request) => sockets.add(options.address(request), socket));
  const identify = ({ extra, connectionParams }: Socket): Promise<Caller> => {
    const given = connectionParams?.["authorization"];
    return options.identify(extra.request, typeof given === "string" ? given : undefined);
  };
  const served = useServer(
    {
      onConnect: async (socket) => {
        try {
          closeAtExpiry(await identify(socket), socket.extra.socket);
          return true;
        } catch (error) {
          refuse(socket.extra.socket, error, options.onError);
          return false;
        }
      },
      onSubscribe: async (socket, _, request) => {
        try {
          // Anew each time: a key may have been revoked since the socket was opened.
          const contextValue = await options.context(await identify(socket));
          if (Object.keys(socket.subscriptions).length > options.limits.subscriptionsPerConnection) {
            return [tooManySubscriptions(options.limits.subscriptionsPerConnection)];
          }
          const { document, errors } = checkedDocument(options, request, contextValue);
          if (errors.length > 0) return errors;
          return { ...executionArguments(request), schema, document, contextValue };
        } catch (error) {
          return [
            error instanceof GraphQLError
              ? error
              : new GraphQLError("The subscription failed.", { originalError: error as Error }),
          ];
        }
      },
      onError: (_, __, ___, errors) => errors.map((error) => formatError(error.toJSON(), error)),
      onNext: (_, __, ___, ____, { data, errors }) =>
        errors && { data: data ?? null, errors: errors.map((error) => formatError(error.toJSON(), error)) },
    },
    server,
  );
  return { close: async () => served.dispose() };
}

type Socket = Context<Record<string, unknown> | undefined, Extra>;

function refuse(socket: WebSocket, error: unknown, onError: (error: unknown) => void): void {
  if (error instanceof GraphQLError) return socket.close(CloseCode.Unauthorized, closeReason(error.message));
  onError(error);
  socket.close(CloseCode.InternalServerError, closeReason(MASKED_MESSAGE));
}

/** A close frame takes 123 bytes of reason. */
const closeReason = (message: string): string => Buffer.from(message).subarray(0, 120).toString("utf8");

const tooManySubscriptions = (most: number): GraphQLError =>
  new GraphQLError(
    `A connection has at most ${most} subscriptions at once: end one, or open another connection.`,
    {
      extensions: { code: LIMIT_EXCEEDED, limit: "subscriptions", most, asked: most + 1 },
    },
  );

type SubscribeRequest = Pick<SubscribePayload, "query" | "variables" | "operationName">;

/**
 * Holds a subscription to the rules and limits that hold for every other operation.
 * @throws GraphQLError when it cannot be read, or asks for what may not be asked for here
 */
function checkedDocument(
  { schema, manifest, introspection, complexity }: WebSocketOptions,
  { query, variables, operationName }: SubscribeRequest,
  caller: Caller,
): { readonly document: DocumentNode; readonly errors: readonly GraphQLError[] } {
  checkPersisted(manifest, caller, query);
  const document = parse(query, { maxTokens: LIMITS.tokens });
  const rules = [...specifiedRules, ...rulesFor(introspection)];
  const hideSuggestions = !introspection || manifest !== null;
  const errors = validate(schema, document, rules, { hideSuggestions });
  if (errors.length > 0) return { document, errors };
  if (getOperationAST(document, operationName)?.operation !== "subscription") throw NOT_A_SUBSCRIPTION;
  const operation = { document, operationName: operationName ?? null, variables: variables ?? {} };
  const tooCostly = tooComplex(complexityOf(schema, operation), complexity);
  return { document, errors: tooCostly === null ? [] : [tooCostly] };
}

const executionArguments = ({ variables, operationName }: SubscribeRequest) => ({
  variableValues: variables ?? null,
  operationName: operationName ?? null,
});

/** Longer than that no timer waits; such a socket has to be opened anew long before. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** What a token proves ends with it, on a socket that stays open as well. */
function closeAtExpiry({ expiresAt }: Caller, socket: WebSocket): void {
  if (expiresAt === null) return;
  const left = Math.min(Math.max(0, expiresAt - Date.now()), LONGEST_TIMER_MS);
  const timer = setTimeout(() => socket.close(CloseCode.Unauthorized, "The token has expired."), left);
  socket.once("close", () => clearTimeout(timer));
}

const NOT_A_SUBSCRIPTION = new GraphQLError(
  "This socket takes subscriptions; send queries and mutations by POST.",
  {
    extensions: { code: "BAD_USER_INPUT" },
  },
);
