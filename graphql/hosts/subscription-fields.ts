/** The subscriptions of the in-process host: filled by the publish mutations, filtered by their arguments. */
import { authorise } from "../access.ts";
import type { GraphQLSchema } from "../graphql-js.ts";
import type { GraphqlContext, Publisher } from "../context.ts";
import { fieldOf } from "../executable-schema.ts";
import type { OfferChangeView } from "../offer-view.ts";
import type { SyncRunView } from "../run-view.ts";
import { Subscribers } from "./subscribers.ts";

export interface Subscriptions {
  /** Where publish mutations lead. */
  readonly publisher: Publisher;
}

/** Gives the schema's subscription fields their sources of events. */
export function addSubscriptions(schema: GraphQLSchema, limit: number): Subscriptions {
  const changes = new Subscribers<OfferChangeView>(limit);
  const runs = new Subscribers<SyncRunView>(limit);
  addField(schema, "offerChanged", changes);
  addField(schema, "syncRunUpdated", runs);
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
): void {
  const field = fieldOf(schema, "Subscription", name);
  field.subscribe = (_, args: Readonly<Record<string, unknown>>, context) => {
    authorise(`Subscription.${name}`, context as GraphqlContext);
    return subscribers.subscribe((event) => matchesArguments(event, args));
  };
  field.resolve = (event: unknown, _, context) => {
    // One context serves the whole subscription: what an event's fields load must not be what the last one's did.
    (context as GraphqlContext).cache.clear();
    return event;
  };
}

/** As AppSync filters: every argument that is given must equal the payload's field of that name. */
const matchesArguments = (event: object, args: Readonly<Record<string, unknown>>): boolean =>
  Object.entries(args).every(
    ([name, value]) => value === undefined || value === null || Reflect.get(event, name) === value,
  );
