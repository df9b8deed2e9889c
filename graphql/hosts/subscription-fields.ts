/** The subscriptions of the in-process host: filled by the publish mutations, filtered as AppSync would filter them. */
import { authorise } from "../access.ts";
import type { GraphQLSchema } from "../graphql-js.ts";
import type { GraphqlContext, Publisher } from "../context.ts";
import { fieldOf } from "../executable-schema.ts";
import type { OfferChangeView } from "../offer-view.ts";
import { callResolver } from "../resolver-map.ts";
import { offerChanged } from "../resolvers/subscriptions.ts";
import type { SyncRunView } from "../run-view.ts";
import { passes, type SubscriptionFilter } from "../subscription-filter.ts";
import { Subscribers } from "./subscribers.ts";

export interface Subscriptions {
  /** Where publish mutations lead. */
  readonly publisher: Publisher;
}

/** Gives the schema's subscription fields their sources of events. */
export function addSubscriptions(schema: GraphQLSchema, limit: number): Subscriptions {
  const changes = new Subscribers<OfferChangeView>(limit);
  const runs = new Subscribers<SyncRunView>(limit);
  addField(schema, "offerChanged", changes, async (args, context) => {
    const asked: unknown = await callResolver("Subscription.offerChanged", offerChanged, null, args, context);
    return (change) => passes(asked as SubscriptionFilter | null, change);
  });
  addField(schema, "syncRunUpdated", runs, async (args, context) => {
    authorise("Subscription.syncRunUpdated", context);
    return (run) => matchesArguments(run, args);
  });
  return {
    publisher: {
      offerChange: (change) => changes.publish(change),
      syncRun: (run) => runs.publish(run),
    },
  };
}

function addField<Event extends object>(
  schema: GraphQLSchema,
  name: string,
  subscribers: Subscribers<Event>,
  wants: (args: Arguments, context: GraphqlContext) => Promise<(event: Event) => boolean>,
): void {
  const field = fieldOf(schema, "Subscription", name);
  field.subscribe = async (_, args: Arguments, context) =>
    subscribers.subscribe(await wants(args, context as GraphqlContext));
  field.resolve = (event: unknown, _, context) => {
    // One context serves the whole subscription: what an event's fields load must not be what the last one's did.
    (context as GraphqlContext).cache.clear();
    return event;
  };
}

type Arguments = Readonly<Record<string, unknown>>;

/** As AppSync filters by itself: every argument that is given must equal the payload's field of that name. */
const matchesArguments = (event: object, args: Arguments): boolean =>
  Object.entries(args).every(
    ([name, value]) => value === undefined || value === null || Reflect.get(event, name) === value,
  );
