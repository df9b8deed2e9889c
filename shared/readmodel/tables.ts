/** The read model's tables, as Kysely types its queries. */
import type { ColumnType, Generated } from "kysely";
import type { VersionRecord } from "../ledger/records.ts";
import type { ChangeType } from "./change-type.ts";

type Timestamp = ColumnType<Date, string, string>;

export interface OffersTable {
  offer_id: string;
  version: number;
  source_id: string;
  network_id: string;
  kind: string;
  status: string;
  title: string;
  merchant_id: string | null;
  merchant_name: string | null;
  price: string | null;
  currency: string | null;
  discount_percent: number | null;
  commission_percent: number | null;
  has_coupon: boolean;
  joined: boolean;
  categories: string[];
  tags: string[];
  countries: string[];
  languages: string[];
  starts_at: Timestamp | null;
  ends_at: Timestamp | null;
  first_seen_at: Timestamp;
  changed_at: Timestamp;
  removed_at: Timestamp | null;
  sandbox: boolean;
  score: number;
  fingerprint: string;
  search: string;
  doc: VersionRecord;
}

export interface OfferChangesTable {
  /** A bigint, which `pg` reads as text. */
  seq: Generated<string>;
  offer_id: string;
  version: number;
  type: ChangeType;
  source_id: string;
  network_id: string;
  kind: string;
  changed_at: Timestamp;
  doc: VersionRecord;
}

export interface MetaTable {
  key: string;
  value: string;
}

export interface RebuildMarksTable {
  rebuild_id: string;
  offer_id: string;
}

export interface ReadModel {
  offers: OffersTable;
  offer_changes: OfferChangesTable;
  meta: MetaTable;
  rebuild_marks: RebuildMarksTable;
}
