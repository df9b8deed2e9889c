/** A Shopify shop's listing: all its products, or those of some collections. */
import * as z from "zod";
import { FeedUnreadable } from "../../networks/adapter.ts";
import { type AnyPart, type ListingNotes, part } from "../../networks/kit/listing.ts";
import type { ShopClient } from "../shop-client.ts";
import { CEILING, PAGE_SIZE, productsPage, type ShopFacts, shopFacts } from "./api.ts";

export interface ShopifyListing {
  readonly client: ShopClient;
  readonly base: string;
  /** ISO 4217, where the settings say it. */
  readonly currency: string | null;
  /** Handles. Empty: everything. */
  readonly collections: readonly string[];
  /** Each variant is an offer of its own. */
  readonly perVariant: boolean;
}

export interface ShopifyRecord {
  readonly product: unknown;
  /** The variant that is meant; null: the product as one. */
  readonly variant: unknown;
  readonly shop: string | null;
  readonly currency: string;
}

const position = z.object({
  page: z.int(),
  /** Ids of the page before: the order is nowhere promised, and products move while they are listed. */
  before: z.array(z.string()),
});
type Position = z.output<typeof position>;

const idSchema = z.looseObject({ id: z.union([z.int(), z.string()]) });
const idOf = (row: unknown): string => String(idSchema.safeParse(row).data?.id ?? "");

/** Everything, or collection by collection. */
export const shopifyProducts = (listing: ShopifyListing): AnyPart<ShopifyRecord>[] =>
  listing.collections.length === 0
    ? [products(listing, null)]
    : listing.collections.map((collection) => products(listing, collection));

const products = (listing: ShopifyListing, collection: string | null): AnyPart<ShopifyRecord> =>
  part<Position, ShopifyRecord>({
    name: collection === null ? "products" : `collection ${collection}`,
    position,
    first: { page: 1, before: [] },
    async page({ page, before }, notes) {
      const facts = await factsOf(listing, notes);
      const answer = await productsPage(listing.client, listing.base, collection, page);
      if (answer.kind === "CEILING") {
        reachCeiling(notes, collection);
        return { records: [], next: null };
      }
      const ids = answer.products.map(idOf);
      const fresh = answer.products.filter((row) => idOf(row) === "" || !before.includes(idOf(row)));
      if (collection !== null && page === 1 && ids.length === 0) {
        // Some shops answer so for every collection.
        notes.fallShort(`collection ${collection} is empty, or the shop does not serve its collections`);
      }
      // Nothing tells how many there are: a short page is the last.
      const isLast = ids.length < PAGE_SIZE;
      const isCut = !isLast && (page + 1) * PAGE_SIZE > CEILING;
      if (isCut) reachCeiling(notes, collection);
      return {
        records: recordsOf(fresh, facts, listing),
        next: isLast || isCut ? null : { page: page + 1, before: ids },
        identity: ids,
      };
    },
  });

function reachCeiling(notes: ListingNotes, collection: string | null): void {
  const advice =
    collection === null ? "; name the shop's collections in the settings to reach the others" : "";
  notes.fallShort(`Shopify shows no more than ${CEILING} products of a list${advice}`, "CAPPED");
}

type KnownFacts = Omit<ShopFacts, "currency"> & { readonly currency: string };

const factsSchema = z.object({ name: z.string().nullable(), currency: z.string() });

/** Asked for once, and kept with the listing's cursor. */
async function factsOf(
  { client, base, currency }: ShopifyListing,
  { memory }: ListingNotes,
): Promise<KnownFacts> {
  const before = factsSchema.safeParse(memory["shop"]).data;
  if (before !== undefined) return before;
  const facts = await shopFacts(client, base);
  const known = currency ?? facts.currency;
  if (known === null) {
    throw new FeedUnreadable(
      `${new URL(base).host} does not say its currency, neither in /meta.json nor in /cart.js: set currency in the source's settings.`,
    );
  }
  memory["shop"] = { name: facts.name, currency: known };
  return { name: facts.name, currency: known };
}

const variantsSchema = z.looseObject({ variants: z.array(z.unknown()).min(1) });

function recordsOf(
  rows: readonly unknown[],
  { name, currency }: KnownFacts,
  { perVariant }: ShopifyListing,
): ShopifyRecord[] {
  return rows.flatMap((product) => {
    const variants = perVariant ? variantsSchema.safeParse(product).data?.variants : undefined;
    return (variants ?? [null]).map((variant) => ({ product, variant, shop: name, currency }));
  });
}
