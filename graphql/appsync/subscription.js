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
  if (ctx.error) util.error(ctx.error.message, ctx.error.type);
  // Null, too: without it AppSync would compare arguments that are given as null with the payload's fields.
  extensions.setSubscriptionFilter(ctx.result);
  return null;
}
