/** What a network adapter is: everything the feed needs to know of one network, and nothing of AWS. */
import type * as z from "zod";
import type { HttpClient, RateLimit } from "../http/client.ts";
import type { OfferDraft } from "../offer/model.ts";

export const SYNC_MODES = ["INCREMENTAL", "FULL"] as const;
export type SyncMode = (typeof SYNC_MODES)[number];

/** What a run saw of its source. Only COMPLETE may remove. */
export const SYNC_COVERAGES = ["COMPLETE", "PARTIAL", "CAPPED", "STALE"] as const;
export type SyncCoverage = (typeof SYNC_COVERAGES)[number];

export type NetworkMaturity = "CONTRACT" | "RECORDED" | "LIVE";

/** One field of the credentials a user enters: what the admin's form shows. */
export interface CredentialField {
  readonly name: string;
  readonly label: string;
  readonly secret: boolean;
  readonly required: boolean;
  /** Where in the network's own site the value is found. */
  readonly help: string;
}

export interface FetchContext<Credentials, Settings> {
  readonly credentials: Credentials;
  readonly settings: Settings;
  readonly http: HttpClient;
  /** Where to resume: the cursor of the last page that was taken, or null to begin. */
  readonly cursor: string | null;
  readonly mode: SyncMode;
  /** The start of the source's last complete run, for networks that can tell what changed since. */
  readonly since: Date | null;
  readonly signal: AbortSignal;
  readonly now: Date;
}

/** A record that could not be read: counted, named, and never a reason to stop. */
export interface Rejection {
  /** What identifies the record for a person: its id, else its place ("line 12"). */
  readonly record: string;
  readonly reason: string;
}

export interface OfferPage<Item> {
  readonly records: readonly Item[];
  /** Resuming with this cursor continues after this page. Null: this listing cannot be resumed here. */
  readonly cursor: string | null;
  /** Records of this page that could not even be decoded. */
  readonly rejected?: readonly Rejection[];
  /** How many records the network says there are in all, where it says so: for the progress bar only. */
  readonly total?: number | null;
}

/** The adapter's last word on a listing. A listing that ends without one, by an exception, is PARTIAL. */
export interface ListingEnd {
  readonly coverage: SyncCoverage;
  /** Why it is not COMPLETE, for people. */
  readonly reason?: string;
}

export interface MappingContext<Credentials, Settings> {
  readonly credentials: Credentials;
  readonly settings: Settings;
  readonly now: Date;
}

/**
 * One network. `fetchOffers` yields raw records a page at a time in constant memory; `toOffer` maps one record.
 *
 * @typeParam Item one raw record, JSON-serialisable
 */
export interface NetworkAdapter<Credentials = unknown, Settings = unknown, Item = unknown> {
  /** Slug: lower case, digits and hyphens. */
  readonly id: string;
  readonly name: string;
  readonly docsUrl: string | null;
  readonly maturity: NetworkMaturity;
  readonly credentialFields: readonly CredentialField[];
  readonly credentialsSchema: z.ZodType<Credentials>;
  readonly settingsSchema: z.ZodType<Settings>;
  /** An EventBridge Scheduler expression, `rate(…)` or `cron(…)`. */
  readonly defaultSchedule: string;
  readonly rateLimit: RateLimit;
  /** IANA zone of the network's naive dates. */
  readonly timeZone: string;
  /** Which quota a credential counts against: callers with the same key share one bucket. Never the secret itself. */
  quotaKey(credentials: Credentials, settings: Settings): string;
  fetchOffers(
    context: FetchContext<Credentials, Settings>,
  ): AsyncGenerator<OfferPage<Item>, ListingEnd, void>;
  /**
   * Maps one record. Null: the record is not an offer and is left out by rule (a status line, a filtered row).
   * @throws RecordRejected when it should be an offer and cannot be
   */
  toOffer(record: Item, context: MappingContext<Credentials, Settings>): OfferDraft | null;
}

/** A record that cannot become an offer; the run goes on and counts it. */
export class RecordRejected extends Error {
  override readonly name = "RecordRejected";
}

/** The network refused the credentials: the run ends, nothing is retried. The message names the field and where to find it. */
export class CredentialsRefused extends Error {
  override readonly name = "CredentialsRefused";
}

/** The source answered something that cannot be read as its feed. The message says what was expected and what came. */
export class FeedUnreadable extends Error {
  override readonly name = "FeedUnreadable";
}
