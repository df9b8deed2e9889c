/** What offers can be filtered by, and the conditions it becomes. `matches.ts` holds its twin for single records. */
import { type RawBuilder, sql } from "kysely";
import { OFFER_STATUSES, type OfferKind, type OfferStatus } from "../offer/model.ts";
import { InvalidFilter } from "./errors.ts";
import { EVERY_COUNTRY, facet } from "./offer-row.ts";
import type { StaleOffers } from "../networks/display.ts";
import { type OfferOrder, SORT_KEYS } from "./orders.ts";
import { type Corrections, searchQuery } from "./search-text.ts";

// What PostgreSQL and RFC 3339 both can write: the years 1 to 9999.
const FIRST_INSTANT = Date.parse("0001-01-01T00:00:00Z");
const LAST_INSTANT = Date.parse("9999-12-31T23:59:59Z");

type Optional<T> = T | null | undefined;

/** Every field that is left out, or null, lets every offer through; except `statuses`, see `whereOffers`. */
export interface OfferFilter {
  /** Every word must occur in title, description, merchant, categories or tags, the last one as a prefix. */
  readonly text?: Optional<string>;
  readonly networkIds?: Optional<readonly string[]>;
  readonly sourceIds?: Optional<readonly string[]>;
  readonly kinds?: Optional<readonly OfferKind[]>;
  readonly statuses?: Optional<readonly OfferStatus[]>;
  readonly merchantIds?: Optional<readonly string[]>;
  /** A whole category or one part of its path, whatever its case and accents. */
  readonly category?: Optional<string>;
  readonly tag?: Optional<string>;
  /** ISO 3166-1 alpha-2: offers for this country, and offers with no country limit. */
  readonly country?: Optional<string>;
  /** BCP 47: "en" also takes "en-GB". Offers that name no language are left out. */
  readonly language?: Optional<string>;
  readonly hasCoupon?: Optional<boolean>;
  readonly joinedOnly?: Optional<boolean>;
  readonly minDiscountPercent?: Optional<number>;
  /** Decimal strings, compared with each offer's price in its own currency: give `currency` too to mean one. */
  readonly minPrice?: Optional<string>;
  readonly maxPrice?: Optional<string>;
  /** ISO 4217, of the price. */
  readonly currency?: Optional<string>;
  readonly minCommissionPercent?: Optional<number>;
  /** RFC 3339. Offers with no known end are left out. */
  readonly endsBefore?: Optional<string>;
  readonly changedSince?: Optional<string>;
}

/** A filter and what its text was understood to mean; see `corrections.ts`. Left out: as it was typed. */
export interface MeantFilter extends OfferFilter {
  readonly corrections?: Optional<Corrections>;
}

type Condition = RawBuilder<boolean>;

/** Written out, not as a parameter: the planner must see that the partial indexes answer it. */
export const LISTED = sql<boolean>`status in ('ACTIVE', 'SCHEDULED')`;

/**
 * An offer's status at an instant: REMOVED, HIDDEN and EXPIRED stay what they are, ACTIVE and SCHEDULED follow the
 * offer's dates, because no one writes when a date merely passes.
 */
function hasStatus(status: OfferStatus, now: Date): Condition {
  const at = now.toISOString();
  const ended = sql<boolean>`(ends_at is not null and ends_at <= ${at}::timestamptz)`;
  const begun = sql<boolean>`(starts_at is null or starts_at <= ${at}::timestamptz)`;
  switch (status) {
    case "ACTIVE":
      return sql`(${LISTED} and not ${ended} and ${begun})`;
    case "SCHEDULED":
      return sql`(${LISTED} and not ${ended} and not ${begun})`;
    case "EXPIRED":
      return sql`(status = 'EXPIRED' or (${LISTED} and ${ended}))`;
    case "REMOVED":
    case "HIDDEN":
      return sql`status = ${status}`;
  }
}

/** SQL for each status as it reads at `now`: also for counting. */
export const effectiveStatus = (now: Date): RawBuilder<string> =>
  sql`case ${sql.join(
    OFFER_STATUSES.map((status) => sql`when ${hasStatus(status, now)} then ${sql.lit(status)}`),
    sql` `,
  )} end`;

/**
 * The conditions of a filter on the offers table. `statuses` left out means ACTIVE.
 * @param stale offers that their network's terms keep from being shown
 * @param order what the result is sorted by, if it is: a range of prices then goes by the same index
 * @throws InvalidFilter for an amount or a time that cannot be read, or a text that is too long
 */
export function whereOffers(
  filter: MeantFilter,
  now: Date,
  stale: readonly StaleOffers[] = [],
  order: OfferOrder | null = null,
): Condition {
  const statuses = [...new Set(filter.statuses ?? ["ACTIVE" as const])];
  const anyStatus =
    statuses.length === 0 ? sql<boolean>`false` : anyOf(statuses.map((status) => hasStatus(status, now)));
  return sql.join<boolean>(
    [anyStatus, ...whereContent(filter, order), ...stale.map(isFresh)],
    sql` and `,
  ) as Condition;
}

const isFresh = ({ sourceId, before }: StaleOffers): Condition =>
  sql`not (source_id = ${sourceId} and ${HEARD_AT} < ${before.toISOString()}::timestamptz)`;

/** As `heardAt`: a version that dates or an admin made is no fresher for it. Rows of before have no `saidAt`. */
const HEARD_AT = sql<Date>`coalesce((doc->>'saidAt')::timestamptz, changed_at)`;

const anyOf = (conditions: readonly Condition[]): Condition =>
  conditions.length === 1 && conditions[0] ? conditions[0] : sql`(${sql.join([...conditions], sql` or `)})`;

function whereContent(filter: MeantFilter, order: OfferOrder | null): Condition[] {
  const conditions: Condition[] = [];
  const where = <T>(value: Optional<T>, condition: (value: T) => Condition): void => {
    if (given(value)) conditions.push(condition(value));
  };
  where(blankToNull(filter.text), (text) => {
    const query = searchQuery(text, filter.corrections ?? undefined);
    return query === null ? sql`false` : sql`search @@ ${query}::tsquery`;
  });
  where(filter.networkIds, (ids) => isOneOf(sql`network_id`, ids));
  where(filter.sourceIds, (ids) => isOneOf(sql`source_id`, ids));
  where(filter.kinds, (kinds) => isOneOf(sql`kind`, kinds));
  where(filter.merchantIds, (ids) => isOneOf(sql`merchant_id`, ids));
  where(filter.category, (category) => sql`categories @> ${[facet(category)]}::text[]`);
  where(filter.tag, (tag) => sql`tags @> ${[facet(tag)]}::text[]`);
  where(filter.country, (country) => sql`countries && ${[country.toUpperCase(), EVERY_COUNTRY]}::text[]`);
  where(filter.language, (language) => sql`languages @> ${[language.toLowerCase()]}::text[]`);
  where(filter.hasCoupon, (has) => (has ? sql`has_coupon` : sql`not has_coupon`));
  if (filter.joinedOnly === true) conditions.push(sql`joined`);
  where(
    filter.minDiscountPercent,
    (least) => sql`${SORT_KEYS.DISCOUNT_DESC.expression} >= ${Math.max(least, 0)}`,
  );
  where(
    filter.minCommissionPercent,
    (least) => sql`${SORT_KEYS.COMMISSION_DESC.expression} >= ${Math.max(least, 0)}`,
  );
  conditions.push(...wherePrice(filter, order));
  where(filter.currency, (currency) => sql`currency = ${currency.toUpperCase()}`);
  where(
    filter.endsBefore,
    (time) => sql`${SORT_KEYS.ENDING_SOON.expression} < ${instant("endsBefore", time)}::timestamptz`,
  );
  where(filter.changedSince, (time) => sql`changed_at >= ${instant("changedSince", time)}::timestamptz`);
  return conditions;
}

/** With one value an index that goes on with the order's key gives the rows sorted; with several it could not. */
const isOneOf = (column: RawBuilder<unknown>, values: readonly string[]): Condition =>
  values.length === 1 ? sql`${column} = ${values[0]}` : sql`${column} = any(${values}::text[])`;

/**
 * The expressions of the orders' indexes, so that those find a range too: by the order's own where it is by price, else
 * by the one in which an unpriced offer lies outside of the range.
 */
function wherePrice({ minPrice, maxPrice }: OfferFilter, order: OfferOrder | null): Condition[] {
  const least = given(minPrice) ? decimal("minPrice", minPrice) : null;
  const most = given(maxPrice) ? decimal("maxPrice", maxPrice) : null;
  if (least === null && most === null) return [];
  const sorted = order === "PRICE_ASC" || order === "PRICE_DESC" ? order : null;
  const price = SORT_KEYS[sorted ?? (least === null ? "PRICE_ASC" : "PRICE_DESC")].expression;
  const conditions: Condition[] = [];
  if (least !== null) conditions.push(sql`${price} >= ${least}::numeric`);
  if (most !== null) conditions.push(sql`${price} <= ${most}::numeric`);
  // At the open end of the order's index lie the offers without a price.
  if (sorted !== null && (sorted === "PRICE_ASC" ? most : least) === null)
    conditions.push(sql`price is not null`);
  return conditions;
}

const given = <T>(value: Optional<T>): value is T => value !== null && value !== undefined;

/** A text of blanks asks for nothing in particular. */
export const blankToNull = (text: Optional<string>): string | null => {
  const trimmed = text?.trim() ?? "";
  return trimmed === "" ? null : trimmed;
};

/** @throws InvalidFilter */
export function decimal(field: string, value: string): string {
  if (!/^\d{1,20}(?:\.\d{1,10})?$/.test(value)) {
    throw new InvalidFilter(
      `${field} is a decimal such as "12.50", not ${JSON.stringify(value.slice(0, 40))}.`,
    );
  }
  return value;
}

/** @throws InvalidFilter */
export function instant(field: string, value: string): string {
  const time = Date.parse(value);
  if (!(time >= FIRST_INSTANT && time <= LAST_INSTANT)) {
    throw new InvalidFilter(
      `${field} is a time such as "2026-11-20T00:00:00Z", not ${JSON.stringify(value.slice(0, 40))}.`,
    );
  }
  return new Date(time).toISOString();
}
