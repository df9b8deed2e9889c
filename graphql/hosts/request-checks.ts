/** What Apollo Server takes over HTTP and this API does not. */
import type { ApolloServerPlugin, BaseContext } from "@apollo/server";
import { GraphQLError } from "../graphql-js.ts";

const refused = (code: string, message: string): GraphQLError =>
  new GraphQLError(message, { extensions: { code, http: { status: 400 } } });

/** Run as a query, a subscription would answer null, as if there were nothing to tell. */
export const noSubscriptions: ApolloServerPlugin<BaseContext> = {
  async requestDidStart() {
    return {
      async didResolveOperation({ operation }) {
        if (operation?.operation !== "subscription") return;
        throw refused(
          "BAD_USER_INPUT",
          "Subscriptions go over the WebSocket, by the protocol graphql-transport-ws.",
        );
      },
    };
  },
};

const SHA_256 = /^[0-9a-f]{64}$/;

/**
 * @param request as Express read it
 * @throws GraphQLError BAD_REQUEST for a hash that is none: Apollo would use it as the name of something
 */
export function checkHash({ body, query }: { readonly body?: unknown; readonly query: unknown }): void {
  for (const extensions of [within(body, "extensions"), parsed(within(query, "extensions"))]) {
    const persisted = within(extensions, "persistedQuery");
    if (persisted === undefined) continue;
    const hash = within(persisted, "sha256Hash");
    if (typeof hash !== "string" || !SHA_256.test(hash)) {
      throw refused(
        "BAD_REQUEST",
        "extensions.persistedQuery.sha256Hash is a SHA-256 in hexadecimal, 64 digits.",
      );
    }
  }
}

const within = (value: unknown, name: string): unknown =>
  typeof value === "object" && value !== null ? (Reflect.get(value, name) ?? undefined) : undefined;

/** Of a text that is no JSON Apollo says so itself. */
function parsed(text: unknown): unknown {
  if (typeof text !== "string") return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
