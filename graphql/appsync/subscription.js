/**
 * Runs inside AppSync (APPSYNC_JS 1.0.0), on subscription fields that filter by more than equality: their function
 * makes the filter from the arguments, and AppSync applies it to every change from then on.
 */
import { extensions, util } from "@aws-appsync/utils";

export function request(ctx) {
  return {
    operation: "Invoke",
    payload: {
      info: { parentTypeName: ctx.info.parentTypeName, fieldName: ctx.info.fieldName },
      arguments: ctx.args,
      source: null,
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
  // Null, too: without it AppSync would compare arguments that are given as null with the payload's fields.
  extensions.setSubscriptionFilter(ctx.result.data);
  return null;
}
