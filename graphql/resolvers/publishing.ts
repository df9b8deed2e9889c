/** The internal mutations that feed the subscriptions. Their answer is what subscribers get. */
import { fromAwsJson } from "../awsjson.ts";
import type { ControlContext } from "../context.ts";
import type { OfferChangeView } from "../offer-view.ts";
import type { SyncRunView } from "../run-view.ts";

export function publishOfferChange(
  _: unknown,
  args: { change: unknown },
  context: ControlContext,
): OfferChangeView {
  const change = fromAwsJson(args.change) as OfferChangeView;
  context.publisher.offerChange(change);
  return change;
}

export function publishSyncRun(_: unknown, args: { run: unknown }, context: ControlContext): SyncRunView {
  const run = fromAwsJson(args.run) as SyncRunView;
  context.publisher.syncRun(run);
  return run;
}
