/** Who sells, in which categories, and what to suggest: what a visitor browses by. */
import { type CategoryCount, listCategories } from "../../shared/readmodel/categories.ts";
import {
  countMerchants,
  findMerchant,
  listMerchants,
  type MerchantSummary,
  type Showing,
} from "../../shared/readmodel/merchants.ts";
import { suggest, type Suggestion } from "../../shared/readmodel/suggest.ts";
import type { ReadContext } from "../context.ts";
import { type PageArguments, pageSize } from "../paging.ts";
import { staleFor } from "../stale-offers.ts";

const showingFor = async (context: ReadContext): Promise<Showing> => ({
  now: context.now,
  stale: await staleFor(context),
});

/** What `totalCount` goes by; no field of the schema. */
interface MerchantsParent {
  readonly searched: string | null;
}

export async function merchants(
  _: unknown,
  args: PageArguments & { readonly search?: string | null },
  context: ReadContext,
) {
  const searched = args.search ?? null;
  const request = { search: searched, first: pageSize(args.first), after: args.after ?? null };
  const page = await listMerchants(context.db, request, await showingFor(context));
  const edges = page.merchants.map(({ merchant, cursor }) => ({ cursor, node: merchant }));
  return {
    edges,
    nodes: edges.map(({ node }) => node),
    pageInfo: { hasNextPage: page.hasNextPage, endCursor: edges.at(-1)?.cursor ?? null },
    searched,
  };
}

export const merchantCount = async (
  parent: MerchantsParent,
  _: unknown,
  context: ReadContext,
): Promise<number> => countMerchants(context.db, parent.searched, await showingFor(context));

export const merchant = async (
  _: unknown,
  args: { readonly id: string },
  context: ReadContext,
): Promise<MerchantSummary | null> => findMerchant(context.db, args.id, await showingFor(context));

export const categories = async (
  _: unknown,
  args: { readonly prefix?: string | null; readonly parent?: string | null; readonly first?: number | null },
  context: ReadContext,
): Promise<CategoryCount[]> =>
  listCategories(
    context.db,
    { prefix: args.prefix ?? null, parent: args.parent ?? null, first: pageSize(args.first) },
    await showingFor(context),
  );

const MOST_SUGGESTIONS = 20;

export const suggestions = async (
  _: unknown,
  args: { readonly text: string; readonly first?: number | null },
  context: ReadContext,
): Promise<Suggestion[]> =>
  suggest(
    context.db,
    { text: args.text, first: pageSize(args.first, 10, MOST_SUGGESTIONS) },
    await showingFor(context),
  );
