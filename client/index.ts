/**
 * The typed client of Offerfeed's API, for browsers, Node and other hosts of `fetch`.
 *
 *     const offerfeed = createOfferfeedClient({ url: "http://127.0.0.1:4000/graphql" });
 *     for await (const offer of offerfeed.allOffers({ filter: { kinds: ["COUPON"] } })) console.log(offer.title);
 */
export { type ClientOptions, createOfferfeedClient, type OfferfeedClient } from "./client.ts";
export type { ChangeFeed, ChangePage, FollowOptions, OfferChange } from "./changes.ts";
export type { ClosableIterator } from "./closable.ts";
export {
  type CallOptions,
  type ResultOf,
  type TypedDocument,
  TypedDocumentString,
  type VariablesOf,
} from "./document.ts";
export { type ErrorCode, type GraphqlErrorEntry, MutationRefused, OfferfeedError } from "./errors.ts";
export type { Token } from "./http.ts";
export type { JsonObject, NewSource } from "./mutations.ts";
export * from "./generated/operations.ts";
export type * as Schema from "./generated/schema.ts";
