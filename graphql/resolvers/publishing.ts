/** The internal mutations that feed the subscriptions. Their answer is what subscribers get. */
import { fromAwsJson } from "../awsjson.ts";
import type { ControlContext } from "../context.ts";
import { ApiError } from "../errors.ts";
import type { OfferChangeView } from "../offer-view.ts";
import type { SyncRunView } from "../run-view.ts";

export function publishOfferChange(
  _: unknown,
  args: { change: unknown },
  context: ControlContext,
): OfferChangeView {
  requirePublisher(context);
  const change = fromAwsJson(args.change) as OfferChangeView;
  context.publisher.offerChange(change);
  return change;
}

export function publishSyncRun(_: unknown, args: { run: unknown }, context: ControlContext): SyncRunView {
  requirePublisher(context);
  const run = fromAwsJson(args.run) as SyncRunView;
  context.publisher.syncRun(run);
  return run;
}

function requirePublisher(context: ControlContext): void {
  if (!context.publisher.allowed) {
    throw new ApiError(
      "FORBIDDEN",
      "Only the feed's own functions publish; sign the request with their key.",
    );
  }
}
