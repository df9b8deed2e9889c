/** The usual questions, ready to be asked. */
import { closable, type ClosableIterator } from "./closable.ts";
import type { CallOptions } from "./document.ts";
import {
  OfferCountDocument,
  OfferDocument,
  type OfferFacetsQuery,
  type OfferFacetsQueryVariables,
  OfferFacetsDocument,
  type OfferFieldsFragment,
  OffersDocument,
  type OffersQuery,
  type OffersQueryVariables,
  type SourcesQuery,
  SourcesDocument,
  SuggestDocument,
  type SuggestQuery,
  SyncRunDocument,
  type SyncRunFieldsFragment,
} from "./generated/operations.ts";
import type { OfferFilter } from "./generated/schema.ts";
import type { OfferfeedClient } from "./client.ts";

export interface Queries {
  /** One page. Its `pageInfo.endCursor` is the next one's `after`. */
  offers(variables?: OffersQueryVariables, options?: CallOptions): Promise<OffersQuery["offers"]>;
  /** All offers that pass, page after page as they are read. `first` is the size of a page, 100 when left out. */
  allOffers(variables?: OffersQueryVariables, options?: CallOptions): ClosableIterator<OfferFieldsFragment>;
  /** How many offers pass. */
  offerCount(filter?: OfferFilter, options?: CallOptions): Promise<number>;
  /** Null where there is none, or none that the caller may see. */
  offer(id: string, options?: CallOptions): Promise<OfferFieldsFragment | null>;
  offerFacets(
    variables?: OfferFacetsQueryVariables,
    options?: CallOptions,
  ): Promise<OfferFacetsQuery["offerFacets"]>;
  /** @param first 1 to 20 */
  suggest(text: string, first?: number, options?: CallOptions): Promise<SuggestQuery["suggest"]>;
  sources(options?: CallOptions): Promise<SourcesQuery["sources"]>;
  syncRun(id: string, options?: CallOptions): Promise<SyncRunFieldsFragment | null>;
}

export const queries = (query: OfferfeedClient["query"]): Queries => ({
  offers: async (variables = {}, options) => (await query(OffersDocument, variables, options)).offers,
  allOffers: (variables = {}, options = {}) =>
    closable((signal) => offersOf(query, variables, signal), options.signal),
  offerCount: async (filter, options) =>
    (await query(OfferCountDocument, { filter }, options)).offers.totalCount,
  offer: async (id, options) => (await query(OfferDocument, { id }, options)).offer,
  offerFacets: async (variables = {}, options) =>
    (await query(OfferFacetsDocument, variables, options)).offerFacets,
  suggest: async (text, first, options) => (await query(SuggestDocument, { text, first }, options)).suggest,
  sources: async (options) => (await query(SourcesDocument, {}, options)).sources,
  syncRun: async (id, options) => (await query(SyncRunDocument, { id }, options)).syncRun,
});

async function* offersOf(
  query: OfferfeedClient["query"],
  variables: OffersQueryVariables,
  signal: AbortSignal,
): AsyncGenerator<OfferFieldsFragment> {
  let after = variables.after;
  for (;;) {
    const page = { ...variables, first: variables.first ?? 100, after };
    const { nodes, pageInfo } = (await query(OffersDocument, page, { signal })).offers;
    yield* nodes;
    if (!pageInfo.hasNextPage) return;
    after = pageInfo.endCursor;
  }
}
