/**
 * Runs inside AppSync (APPSYNC_JS 1.0.0), on every field that a function answers: asks it with an event, fields below
 * lists in batches, and gives its errors the types that callers are told. Of an error that a function throws, AppSync
 * would show the message and always the same type, "Lambda:Unhandled".
 */
import { util } from "@aws-appsync/utils";

export function request(ctx) {
  const { parentTypeName, fieldName } = ctx.info;
  return {
    operation: parentTypeName === "Query" || parentTypeName === "Mutation" ? "Invoke" : "BatchInvoke",
    payload: {
      info: { parentTypeName, fieldName },
      arguments: ctx.args,
      source: ctx.source,
      identity: ctx.identity,
      request: { headers: ctx.request.headers },
    },
  };
}

export function response(ctx) {
  // The function came to no answer; what it says is not the caller's to know.
  if (ctx.error)
    util.error(
      "Something went wrong on our side. Try again; if it stays, the feed's log says more.",
      "INTERNAL_SERVER_ERROR",
    );
  if (ctx.result.errorMessage) util.error(ctx.result.errorMessage, ctx.result.errorType);
  return ctx.result.data;
}
