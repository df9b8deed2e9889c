/**
 * GraphQL over HTTP's statuses: who reads `application/graphql-response+json` gets 400 for an operation that was
 * refused, who reads `application/json` gets 200 with the errors, as AppSync answers too.
 */
import type { ApolloServerPlugin, BaseContext } from "@apollo/server";
import Negotiator from "negotiator";

const JSON_TYPE = "application/json";
const GRAPHQL_TYPE = "application/graphql-response+json";

/** Errors of a well-formed request. */
const REFUSED: ReadonlySet<unknown> = new Set([
  "GRAPHQL_PARSE_FAILED",
  "GRAPHQL_VALIDATION_FAILED",
  "OPERATION_RESOLUTION_FAILURE",
  "BAD_USER_INPUT",
  "LIMIT_EXCEEDED",
]);

export const responseStatus: ApolloServerPlugin<BaseContext> = {
  async requestDidStart({ request }) {
    return {
      async willSendResponse({ response: { http, body } }) {
        if (http.status !== 400 || body.kind !== "single") return;
        const { errors = [] } = body.singleResult;
        const refused = errors.every(({ extensions }) => REFUSED.has(extensions?.["code"]));
        if (refused && !readsGraphqlType(request.http?.headers.get("accept"))) http.status = 200;
      },
    };
  },
};

function readsGraphqlType(accept: string | undefined): boolean {
  if (accept === undefined) return false;
  return new Negotiator({ headers: { accept } }).mediaType([JSON_TYPE, GRAPHQL_TYPE]) === GRAPHQL_TYPE;
}
