/** What subscribers get to hear: a resolver of a subscription field answers the filter, once, when it is subscribed to. */
import {
  type OfferChangedArguments,
  offerChangedFilter,
  type SubscriptionFilter,
} from "../subscription-filter.ts";

export const offerChanged = (_: unknown, args: OfferChangedArguments): SubscriptionFilter | null =>
  offerChangedFilter(args);
