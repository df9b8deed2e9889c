/** The API behind AppSync: events from its resolvers, single or in batches, answered by the same resolvers. */
import type { Audited } from "../audited.ts";
import { ApiError, MASKED_MESSAGE } from "../errors.ts";
import { checkBatch } from "../limits/batch-size.ts";
import { callResolver, type Resolvers } from "../resolver-map.ts";

/** What AppSync sends, by `graphql/appsync/field.js`, as far as it is read here. */
export interface AppsyncEvent {
  readonly info: { readonly parentTypeName: string; readonly fieldName: string };
  readonly arguments: Readonly<Record<string, unknown>>;
  readonly source: unknown;
  readonly identity: unknown;
  readonly request?: { readonly headers: Readonly<Record<string, string | undefined>> } | null;
  readonly prev?: unknown;
}

/** What goes back for each event: the field's value, or an error as callers see it. */
export type AppsyncAnswer =
  { readonly data: unknown } | { readonly errorMessage: string; readonly errorType: string };

/** What callers get instead of an error that is not theirs. */
class InternalError extends Error {
  override readonly name = "INTERNAL_SERVER_ERROR";
}

/**
 * A Lambda handler for AppSync. A batch is one call with one context, and its answer has one entry an event, in order.
 *
 * @param contextFor given the (first) event
 * @param onError told of errors that callers see masked
 * @returns a handler that throws INTERNAL_SERVER_ERROR when nothing of what it was asked could be answered through no
 *   fault of the caller, so that the invocation counts as failed
 */
export function appsyncHandler<Context extends Audited>(
  resolvers: Resolvers<Context>,
  contextFor: (event: AppsyncEvent) => Context | Promise<Context>,
  onError: (error: unknown, event: AppsyncEvent) => void,
): (event: AppsyncEvent | readonly AppsyncEvent[]) => Promise<AppsyncAnswer | AppsyncAnswer[]> {
  const answer = async (event: AppsyncEvent, context: Context): Promise<AppsyncAnswer> => {
    const { parentTypeName, fieldName } = event.info;
    const field = `${parentTypeName}.${fieldName}`;
    const resolver = resolvers[parentTypeName]?.[fieldName];
    if (resolver === undefined) throw new Error(`This function does not answer ${field}.`);
    const data = await callResolver(field, resolver, event.source, event.arguments, context);
    return { data: data ?? null };
  };
  const failure = (error: unknown, event: AppsyncEvent): AppsyncAnswer => {
    if (error instanceof ApiError) return { errorMessage: error.message, errorType: error.name };
    onError(error, event);
    throw new InternalError(MASKED_MESSAGE);
  };
  const one = async (event: AppsyncEvent): Promise<AppsyncAnswer> => {
    try {
      return await answer(event, await contextFor(event));
    } catch (error) {
      return failure(error, event);
    }
  };
  const batch = async (events: Batch): Promise<AppsyncAnswer[]> => {
    const { parentTypeName, fieldName } = events[0].info;
    let context: Context;
    try {
      checkBatch(
        `${parentTypeName}.${fieldName}`,
        events.map((event) => event.arguments),
      );
      context = await contextFor(events[0]);
    } catch (error) {
      const same = failure(error, events[0]);
      return events.map(() => same);
    }
    const settled = await Promise.allSettled(
      events.map((event) => answer(event, context).catch((error: unknown) => failure(error, event))),
    );
    const [first] = settled;
    if (first?.status === "rejected" && settled.every(({ status }) => status === "rejected"))
      throw first.reason;
    return settled.map((entry) => (entry.status === "fulfilled" ? entry.value : MASKED));
  };
  return async (event) => {
    if (!isBatch(event)) return one(event);
    return isFilled(event) ? batch(event) : [];
  };
}

type Batch = readonly [AppsyncEvent, ...AppsyncEvent[]];

const MASKED: AppsyncAnswer = { errorMessage: MASKED_MESSAGE, errorType: "INTERNAL_SERVER_ERROR" };

const isBatch = (event: AppsyncEvent | readonly AppsyncEvent[]): event is readonly AppsyncEvent[] =>
  Array.isArray(event);

const isFilled = (events: readonly AppsyncEvent[]): events is Batch => events.length > 0;
