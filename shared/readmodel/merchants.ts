/** The merchants that have active offers, by name, with what they offer. */
import { type RawBuilder, sql } from "kysely";
import { type Policies, type StaleOffers, withholders } from "../networks/display.ts";
import { OFFER_KINDS, type OfferKind } from "../offer/model.ts";
import { encodeCursor, filterKey, readMerchantCursor } from "./cursor.ts";
import type { Database } from "./database.ts";
import { BadCursor } from "./errors.ts";
import { blankToNull, whereOffers } from "./filter.ts";
import { searchQuery } from "./search-text.ts";

export interface MerchantSummary {
  readonly id: string;
  readonly name: string;
  readonly domain: string | null;
  /** Active offers. */
  readonly offerCount: number;
  /** How many of them come from a network sandbox. */
  readonly sandboxOfferCount: number;
  /** Every kind of which there are some. */
  readonly offersByKind: readonly { readonly kind: OfferKind; readonly count: number }[];
}

export interface Showing {
  readonly now: Date;
  /** Offers that their network's terms keep from being shown. */
  readonly stale: readonly StaleOffers[];
  /** Default: the networks' own. */
  readonly policies?: Policies;
}

export interface MerchantPage {
  readonly merchants: readonly { readonly merchant: MerchantSummary; readonly cursor: string }[];
  readonly hasNextPage: boolean;
}

interface MerchantRow {
  readonly id: string;
  readonly name: string;
  readonly domain: string | null;
  readonly folded: string;
}

/**
 * One page of merchants, by name.
 * @param request.search words of the name or domain, the last one may be begun only; blank for all
 * @throws BadCursor when `after` is not a cursor of this search
 */
export async function listMerchants(
  db: Database,
  request: { readonly search: string | null; readonly first: number; readonly after: string | null },
  showing: Showing,
): Promise<MerchantPage> {
  const key = searchKey(request.search);
  const after = request.after === null ? null : readMerchantCursor(request.after);
  if (after !== null && after.q !== key)
    throw new BadCursor("This cursor belongs to another search. Leave it out to start over.");
  const rest = after === null ? sql`` : sql` and (folded, id) > (${after.n}, ${after.id})`;
  const { rows } = await sql<MerchantRow>`
    select id, name, domain, folded from names where ${whereListed(request.search, showing)}${rest}
    order by folded, id limit ${request.first + 1}`.execute(db);
  const page = rows.slice(0, request.first);
  const summaries = await summarise(db, page, showing);
  const merchants = page.flatMap(({ id, folded }) => {
    const merchant = summaries.get(id);
    return merchant ? [{ merchant, cursor: encodeCursor({ n: folded, id, q: key }) }] : [];
  });
  return { merchants, hasNextPage: rows.length > request.first };
}

/** How many merchants a search finds. */
export async function countMerchants(db: Database, search: string | null, showing: Showing): Promise<number> {
  const { rows } = await sql<{ count: string }>`
    select count(*) as count from names where ${whereListed(search, showing)}`.execute(db);
  return Number(rows[0]?.count ?? 0);
}

/** Null for a merchant of whom nothing is on offer. */
export async function findMerchant(
  db: Database,
  id: string,
  showing: Showing,
): Promise<MerchantSummary | null> {
  const { rows } = await sql<MerchantRow>`
    select id, name, domain, folded from names where kind = 'MERCHANT' and id = ${id}`.execute(db);
  return (await summarise(db, rows, showing)).get(id) ?? null;
}

const searchKey = (search: string | null): string => filterKey({ text: blankToNull(search) });

/** Conditions on the offers that a merchant is shown for. */
export function whereShown({ now, stale, policies }: Showing): RawBuilder<boolean> {
  const withheldBy = withholders("merchant", policies);
  const told = withheldBy.length === 0 ? sql`` : sql` and network_id <> all(${withheldBy}::text[])`;
  return sql`${whereOffers({}, now, stale)}${told}`;
}

function whereListed(search: string | null, showing: Showing): RawBuilder<boolean> {
  const text = blankToNull(search);
  const found = text === null ? sql`` : sql` and ${matchesName(text)}`;
  return sql`names.kind = 'MERCHANT'${found}
    and exists (select from offers where merchant_id = names.id and ${whereShown(showing)})`;
}

/** Text without a word in it matches nothing. */
export function matchesName(text: string): RawBuilder<boolean> {
  const query = searchQuery(text);
  return query === null ? sql`false` : sql`names.search @@ ${query}::tsquery`;
}

async function summarise(
  db: Database,
  merchants: readonly MerchantRow[],
  showing: Showing,
): Promise<Map<string, MerchantSummary>> {
  const ids = merchants.map(({ id }) => id);
  const { rows } = await sql<{ merchant_id: string; kind: OfferKind; count: string; sandbox: string }>`
    select merchant_id, kind, count(*) as count, count(*) filter (where sandbox) as sandbox from offers
    where merchant_id = any(${ids}::text[]) and ${whereShown(showing)} group by merchant_id, kind`.execute(
    db,
  );
  const byMerchant = Map.groupBy(rows, (row) => row.merchant_id);
  return new Map(
    merchants.flatMap(({ id, name, domain }): [string, MerchantSummary][] => {
      const kinds = byMerchant.get(id) ?? [];
      if (kinds.length === 0) return [];
      const sum = (column: "count" | "sandbox") =>
        kinds.reduce((total, row) => total + Number(row[column]), 0);
      const offersByKind = OFFER_KINDS.flatMap((kind) => {
        const row = kinds.find((one) => one.kind === kind);
        return row ? [{ kind, count: Number(row.count) }] : [];
      });
      return [
        [id, { id, name, domain, offerCount: sum("count"), sandboxOfferCount: sum("sandbox"), offersByKind }],
      ];
    }),
  );
}
