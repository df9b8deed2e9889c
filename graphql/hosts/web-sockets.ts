/** Subscriptions over WebSockets, on the port of the HTTP host. */
import {
  GraphQLError,
  type GraphQLFormattedError,
  type GraphQLSchema,
  getOperationAST,
  parse,
  specifiedRules,
  validate,
  type ValidationRule,
} from "../graphql-js.ts";
import { useServer } from "graphql-ws/use/ws";
import type { IncomingMessage, Server } from "node:http";
import { WebSocketServer } from "ws";
import type { GraphqlContext } from "../context.ts";
import type { OriginGuard } from "./origin-guard.ts";

export interface WebSocketOptions {
  readonly server: Server;
  readonly path: string;
  readonly schema: GraphQLSchema;
  readonly guard: OriginGuard;
  readonly validationRules: readonly ValidationRule[];
  readonly formatError: (formatted: GraphQLFormattedError, error: unknown) => GraphQLFormattedError;
  readonly context: (request: IncomingMessage) => Promise<GraphqlContext>;
}

const MAX_MESSAGE_BYTES = 64 * 1024;
const MAX_TOKENS = 2_000;

/** @returns `close`, which ends every subscription and closes every socket */
export function serveWebSockets(options: WebSocketOptions): { close(): Promise<void> } {
  const { schema, formatError } = options;
  const server = new WebSocketServer({
    server: options.server,
    path: options.path,
    maxPayload: MAX_MESSAGE_BYTES,
    verifyClient: ({ req }: { readonly req: IncomingMessage }) => options.guard.admits(req.headers),
  });
  const served = useServer(
    {
      onSubscribe: async (socket, _, { query, variables, operationName }) => {
        try {
          const document = parse(query, { maxTokens: MAX_TOKENS });
          const errors = validate(schema, document, [...specifiedRules, ...options.validationRules]);
          if (errors.length > 0) return errors;
          if (getOperationAST(document, operationName)?.operation !== "subscription")
            return [NOT_A_SUBSCRIPTION];
          const contextValue = await options.context(socket.extra.request);
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

const NOT_A_SUBSCRIPTION = new GraphQLError(
  "This socket takes subscriptions; send queries and mutations by POST.",
  {
    extensions: { code: "BAD_USER_INPUT" },
  },
);
