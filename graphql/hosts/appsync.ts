/** The API behind AppSync: direct Lambda resolver events, single or in batches, answered by the same resolvers. */
import type { Audited } from "../audited.ts";
import { ApiError, MASKED_MESSAGE } from "../errors.ts";
import { checkBatch } from "../limits/batch-size.ts";
import { callResolver, type Resolvers } from "../resolver-map.ts";

/** What AppSync sends a direct Lambda resolver, as far as it is read here. */
export interface AppsyncEvent {
  readonly info: { readonly parentTypeName: string; readonly fieldName: string };
  readonly arguments: Readonly<Record<string, unknown>>;
  readonly source: unknown;
  readonly identity: unknown;
  readonly request?: { readonly headers: Readonly<Record<string, string | undefined>> } | null;
  readonly prev?: unknown;
}

/** What callers get instead of an error that is not theirs. */
class InternalError extends Error {
  override readonly name = "INTERNAL_SERVER_ERROR";
}

/**
 * A Lambda handler for AppSync. A batch is one call with one context, and its answer has one entry an event, in order.
 * AppSync has no place for an error of one entry: that entry is null, unless all of them failed.
 *
 * @param contextFor given the (first) event
 * @param onError told of errors that callers see masked, and of a batch's failed entries
 */
export function appsyncHandler<Context extends Audited>(
  resolvers: Resolvers<Context>,
  contextFor: (event: AppsyncEvent) => Context | Promise<Context>,
  onError: (error: unknown, event: AppsyncEvent) => void,
): (event: AppsyncEvent | readonly AppsyncEvent[]) => Promise<unknown> {
  const resolve = (event: AppsyncEvent, context: Context): Promise<unknown> => {
    const { parentTypeName, fieldName } = event.info;
    const resolver = resolvers[parentTypeName]?.[fieldName];
    if (resolver === undefined)
      throw new Error(`This function does not answer ${parentTypeName}.${fieldName}.`);
    return callResolver(`${parentTypeName}.${fieldName}`, resolver, event.source, event.arguments, context);
  };
  const failed = (error: unknown, event: AppsyncEvent): Error => {
    if (error instanceof ApiError) return error;
    onError(error, event);
    return new InternalError(MASKED_MESSAGE);
  };
  const one = async (event: AppsyncEvent): Promise<unknown> => {
    try {
      return await resolve(event, await contextFor(event));
    } catch (error) {
      throw failed(error, event);
    }
  };
  const batch = async (events: readonly [AppsyncEvent, ...AppsyncEvent[]]): Promise<unknown[]> => {
    const { parentTypeName, fieldName } = events[0].info;
    checkBatch(
      `${parentTypeName}.${fieldName}`,
      events.map((event) => event.arguments),
    );
    const context = await contextFor(events[0]);
    const errors: Error[] = [];
    const results = await Promise.all(
      events.map(async (event) => {
        try {
          return await resolve(event, context);
        } catch (error) {
          errors.push(failed(error, event));
          return null;
        }
      }),
    );
    const [error] = errors;
    if (error !== undefined && errors.length === events.length) throw error;
    return results;
  };
  return async (event) => {
    if (!isBatch(event)) return one(event);
    return isFilled(event) ? batch(event) : [];
  };
}

const isBatch = (event: AppsyncEvent | readonly AppsyncEvent[]): event is readonly AppsyncEvent[] =>
  Array.isArray(event);

const isFilled = (events: readonly AppsyncEvent[]): events is readonly [AppsyncEvent, ...AppsyncEvent[]] =>
  events.length > 0;
