/** Subscriptions over WebSockets, on the port of the HTTP host. */
import {
  GraphQLError,
  type GraphQLFormattedError,
  type GraphQLSchema,
  getOperationAST,
  parse,
  specifiedRules,
  validate,
} from "../graphql-js.ts";
import { CloseCode, type Context } from "graphql-ws";
import { type Extra, useServer } from "graphql-ws/use/ws";
import type { IncomingMessage, Server } from "node:http";
import { type WebSocket, WebSocketServer } from "ws";
import type { Caller } from "../../shared/access/caller.ts";
import type { GraphqlContext } from "../context.ts";
import { complexityOf, tooComplex } from "../limits/complexity.ts";
import { LIMITS } from "../limits/limits.ts";
import { limitRules } from "../limits/rules.ts";
import type { Identify } from "./identified.ts";
import type { OriginGuard } from "./origin-guard.ts";

export interface WebSocketOptions {
  readonly server: Server;
  readonly path: string;
  readonly schema: GraphQLSchema;
  readonly guard: OriginGuard;
  /** What a subscription's operation may cost. */
  readonly complexity: number;
  readonly formatError: (formatted: GraphQLFormattedError, error: unknown) => GraphQLFormattedError;
  readonly identify: Identify;
  readonly context: (caller: Caller) => Promise<GraphqlContext>;
}

const MAX_MESSAGE_BYTES = 64 * 1024;

/** @returns `close`, which ends every subscription and closes every socket */
export function serveWebSockets(options: WebSocketOptions): { close(): Promise<void> } {
  const { schema, formatError } = options;
  const server = new WebSocketServer({
    server: options.server,
    path: options.path,
    maxPayload: MAX_MESSAGE_BYTES,
    verifyClient: ({ req }: { readonly req: IncomingMessage }) => options.guard.admits(req.headers),
  });
  const identify = ({ extra, connectionParams }: Socket): Promise<Caller> => {
    const given = connectionParams?.["authorization"];
    return options.identify(extra.request, typeof given === "string" ? given : undefined);
  };
  const served = useServer(
    {
      onConnect: async (socket) => {
        try {
          const caller = await identify(socket);
          closeAtExpiry(caller, socket.extra.socket);
        } catch (error) {
          if (!(error instanceof GraphQLError)) throw error;
          socket.extra.socket.close(CloseCode.Unauthorized, closeReason(error.message));
          return false;
        }
        return true;
      },
      onSubscribe: async (socket, _, { query, variables, operationName }) => {
        try {
          const document = parse(query, { maxTokens: LIMITS.tokens });
          const errors = validate(schema, document, [...specifiedRules, ...limitRules]);
          if (errors.length > 0) return errors;
          if (getOperationAST(document, operationName)?.operation !== "subscription")
            return [NOT_A_SUBSCRIPTION];
          const cost = complexityOf(schema, {
            document,
            operationName: operationName ?? null,
            variables: variables ?? {},
          });
          const tooCostly = tooComplex(cost, options.complexity);
          if (tooCostly !== null) return [tooCostly];
          // Anew each time: a key may have been revoked since the socket was opened.
          const contextValue = await options.context(await identify(socket));
          return {
            schema,
            document,
            variableValues: variables ?? null,
            operationName: operationName ?? null,
            contextValue,
          };
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

/** A close frame takes 123 bytes of reason. */
const closeReason = (message: string): string => Buffer.from(message).subarray(0, 120).toString("utf8");

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
