/** The orders of a list of offers: what each sorts by, as its index has it. Ties are broken by the offer's id. */
import { type RawBuilder, sql } from "kysely";

export const OFFER_ORDERS = [
  "LATEST",
  "TOP",
  "ENDING_SOON",
  "PRICE_ASC",
  "PRICE_DESC",
  "DISCOUNT_DESC",
  "COMMISSION_DESC",
  "RELEVANCE",
  "ID",
] as const;
export type OfferOrder = (typeof OFFER_ORDERS)[number];

export interface SortKey {
  /** Never null: an offer without the value sorts last. */
  readonly expression: RawBuilder<unknown>;
  readonly type: "timestamptz" | "numeric" | "double precision" | "text";
  readonly direction: "asc" | "desc";
}

/** RELEVANCE has no index; it sorts by the rank that its own query makes. */
export const SORT_KEYS: Readonly<Record<Exclude<OfferOrder, "RELEVANCE">, SortKey>> = {
  LATEST: { expression: sql`changed_at`, type: "timestamptz", direction: "desc" },
  TOP: { expression: sql`score`, type: "double precision", direction: "desc" },
  ENDING_SOON: {
    expression: sql`coalesce(ends_at, 'infinity'::timestamptz)`,
    type: "timestamptz",
    direction: "asc",
  },
  PRICE_ASC: { expression: sql`coalesce(price, 'Infinity'::numeric)`, type: "numeric", direction: "asc" },
  PRICE_DESC: { expression: sql`coalesce(price, (-1)::numeric)`, type: "numeric", direction: "desc" },
  DISCOUNT_DESC: {
    expression: sql`coalesce(discount_percent, (-1)::double precision)`,
    type: "double precision",
    direction: "desc",
  },
  COMMISSION_DESC: {
    expression: sql`coalesce(commission_percent, (-1)::double precision)`,
    type: "double precision",
    direction: "desc",
  },
  /** No change moves an offer in it. Its index is the primary key. */
  ID: { expression: sql`offer_id`, type: "text", direction: "asc" },
};

export const RELEVANCE_KEY: SortKey = {
  expression: sql`relevance`,
  type: "double precision",
  direction: "desc",
};
