/** The read model's schema: core PostgreSQL, and one extension where the server has it (see `names.ts`). */
import { type Kysely, sql } from "kysely";
import type { Migration } from "kysely/migration";
import { createNames } from "./names.ts";
import { rewriteDerived } from "./rewrite-derived.ts";
import { EMBEDDED_CHANGES } from "./upkeep.ts";
import { createWords } from "./words.ts";

/** Every order of a list has its own index, ending in the id that makes it total; only public rows are in them. */
const ORDER_INDEXES: Readonly<Record<string, string>> = {
  offers_latest: "changed_at, offer_id",
  offers_top: "score, offer_id",
  offers_ending: "(coalesce(ends_at, 'infinity'::timestamptz)), offer_id",
  offers_price_up: "(coalesce(price, 'Infinity'::numeric)), offer_id",
  offers_price_down: "(coalesce(price, (-1)::numeric)), offer_id",
  offers_discount: "(coalesce(discount_percent, (-1)::double precision)), offer_id",
  offers_commission: "(coalesce(commission_percent, (-1)::double precision)), offer_id",
};

const TABLES = [
  `create table offers (
    offer_id text collate "C" primary key,
    version integer not null,
    source_id text collate "C" not null,
    network_id text collate "C" not null,
    kind text collate "C" not null,
    status text collate "C" not null,
    title text not null,
    merchant_id text collate "C",
    merchant_name text,
    price numeric,
    currency text collate "C",
    discount_percent double precision,
    commission_percent double precision,
    has_coupon boolean not null,
    joined boolean not null,
    categories text[] collate "C" not null,
    tags text[] collate "C" not null,
    countries text[] collate "C" not null,
    languages text[] collate "C" not null,
    starts_at timestamptz,
    ends_at timestamptz,
    first_seen_at timestamptz not null,
    changed_at timestamptz not null,
    removed_at timestamptz,
    sandbox boolean not null,
    score double precision not null,
    fingerprint text collate "C" not null,
    search tsvector not null,
    doc json not null
  )`,
  `create table offer_changes (
    seq bigint generated always as identity primary key,
    offer_id text collate "C" not null,
    version integer not null,
    type text collate "C" not null,
    source_id text collate "C" not null,
    network_id text collate "C" not null,
    kind text collate "C" not null,
    changed_at timestamptz not null,
    doc json not null,
    unique (offer_id, version)
  )`,
  `create table meta (key text primary key, value text not null)`,
  `create table rebuild_marks (
    rebuild_id text collate "C" not null,
    offer_id text collate "C" not null,
    primary key (rebuild_id, offer_id)
  )`,
];

const first: Migration = {
  async up(db: Kysely<unknown>) {
    for (const table of TABLES) await sql.raw(table).execute(db);
    for (const [name, columns] of Object.entries(ORDER_INDEXES)) {
      await sql
        .raw(`create index ${name} on offers (${columns}) where status in ('ACTIVE', 'SCHEDULED')`)
        .execute(db);
    }
    // Admins list the others too, newest first.
    await sql`create index offers_changed on offers (changed_at, offer_id)`.execute(db);
    await sql`create index offers_source on offers (source_id, offer_id)`.execute(db);
    await sql`create index offers_network on offers (network_id)`.execute(db);
    await sql`create index offers_merchant on offers (merchant_id)`.execute(db);
    await sql`create index offers_found on offers using gin (search, categories, tags, countries, languages)`.execute(
      db,
    );
    // An embedded PostgreSQL is one process and has no autovacuum: `upkeep.ts` counts its changes here.
    await sql`insert into meta (key, value) select ${EMBEDDED_CHANGES}, '0' where version() like '%emscripten%'`.execute(
      db,
    );
    // Names this log: a cursor from before the database was dropped must not be read against the new one.
    await sql`insert into meta (key, value) values ('change_log', gen_random_uuid()::text)`.execute(db);
  },
};

/**
 * The planner takes no statistics from partial indexes: without these it guesses that a range of prices holds one offer
 * in two hundred, and sorts a tenth of the catalogue where it could walk an index.
 */
const STATISTICS: Readonly<Record<string, string>> = {
  offers_ending_values: "(coalesce(ends_at, 'infinity'::timestamptz))",
  offers_price_up_values: "(coalesce(price, 'Infinity'::numeric))",
  offers_price_down_values: "(coalesce(price, (-1)::numeric))",
  offers_discount_values: "(coalesce(discount_percent, (-1)::double precision))",
  offers_commission_values: "(coalesce(commission_percent, (-1)::double precision))",
};

/** What few offers may have is found without reading the others; what many have comes in the order of the newest. */
const FACET_INDEXES: Readonly<Record<string, string>> = {
  offers_kind: "(kind, changed_at, offer_id) where status in ('ACTIVE', 'SCHEDULED')",
  offers_with_coupon: "(changed_at, offer_id) where status in ('ACTIVE', 'SCHEDULED') and has_coupon",
  offers_joined: "(changed_at, offer_id) where status in ('ACTIVE', 'SCHEDULED') and joined",
  offers_of_network: "(network_id, changed_at, offer_id) where status in ('ACTIVE', 'SCHEDULED')",
  offers_of_merchant: "(merchant_id, changed_at, offer_id) where status in ('ACTIVE', 'SCHEDULED')",
  offers_currency: "(currency) where status in ('ACTIVE', 'SCHEDULED')",
};

const quickFilters: Migration = {
  async up(db: Kysely<unknown>) {
    await sql`drop index offers_network, offers_merchant`.execute(db);
    // With the price itself, or PostgreSQL could not walk them without reading the rows.
    for (const name of ["offers_price_up", "offers_price_down"]) {
      await sql.raw(`drop index ${name}`).execute(db);
      await sql
        .raw(
          `create index ${name} on offers (${ORDER_INDEXES[name]}) include (price) where status in ('ACTIVE', 'SCHEDULED')`,
        )
        .execute(db);
    }
    // What waits to be sorted in is read by every search: at most a megabyte of it.
    await sql`alter index offers_found set (gin_pending_list_limit = 1024)`.execute(db);
    for (const [name, definition] of Object.entries(FACET_INDEXES))
      await sql.raw(`create index ${name} on offers ${definition}`).execute(db);
    for (const [name, expression] of Object.entries(STATISTICS))
      await sql.raw(`create statistics ${name} on ${expression} from offers`).execute(db);
    // As `offerRow` has it since: a score that no two offers share.
    await sql`update offers set score = score
      + ('x' || substr(md5(offer_id), 1, 8))::bit(32)::bigint / 4294967296::double precision / 1000`.execute(
      db,
    );
  },
};

/** Counts read this and no row: it holds the same few values again and again, which PostgreSQL stores once. */
const quickCounts: Migration = {
  async up(db: Kysely<unknown>) {
    await sql`create index offers_counted on offers (source_id, status, kind, ends_at, starts_at)`.execute(
      db,
    );
  },
};

/** Where a subscriber's cursor begins, which is a time. The number beside it, so that no row is read. */
const changesByTime: Migration = {
  async up(db: Kysely<unknown>) {
    await sql`create index offer_changes_time on offer_changes (changed_at, seq)`.execute(db);
  },
};

/** So that changes are counted by kind without reading a row. */
const changesCounted: Migration = {
  async up(db: Kysely<unknown>) {
    await sql`drop index offer_changes_time`.execute(db);
    await sql`create index offer_changes_time on offer_changes (changed_at, seq) include (type)`.execute(db);
  },
};

export const migrations: Readonly<Record<string, Migration>> = {
  "0001-read-model": first,
  "0002-quick-filters": quickFilters,
  "0003-quick-counts": quickCounts,
  "0004-names": { up: createNames },
  "0005-changes-by-time": changesByTime,
  "0006-changes-counted": changesCounted,
  // TOP with age in it, and pairs of characters of the scripts without spaces.
  "0007-score-and-search": { up: rewriteDerived },
  "0008-words": { up: createWords },
};
