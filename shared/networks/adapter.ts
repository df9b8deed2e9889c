/** What a network adapter is: everything the feed needs to know of one network, and nothing of AWS. */
import type * as z from "zod";
import type { HttpClient, RateLimit } from "../http/client.ts";
import type { RetryPolicy } from "../http/retry.ts";
import type { OfferContent, OfferDraft } from "../offer/model.ts";

export const SYNC_MODES = ["INCREMENTAL", "FULL"] as const;
export type SyncMode = (typeof SYNC_MODES)[number];

/** What a run saw of its source. Only COMPLETE may remove. */
export const SYNC_COVERAGES = ["COMPLETE", "PARTIAL", "CAPPED", "STALE"] as const;
export type SyncCoverage = (typeof SYNC_COVERAGES)[number];

/** How far an adapter is proven: against the published contract, against recorded exchanges, against the live network. */
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
  /**
   * Ids of the source's offers as the ledger still lists them, in no order: for networks that list nothing to its end
   * and have to be asked for each offer by name. Read from the ledger when asked for.
   */
  readonly known: () => AsyncIterable<string>;
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

/** What an adapter brings. Every claim is shown to users, and tested against the network's sandbox. */
export interface NetworkCapabilities {
  readonly products: boolean;
  readonly coupons: boolean;
  readonly deals: boolean;
  readonly programmes: boolean;
  /** Whether offers say what the publisher earns. */
  readonly commission: boolean;
  /** Whether an INCREMENTAL run asks for less than a FULL one. */
  readonly incremental: boolean;
  /** The network's own name of the sub-id ("clickref", "subId1"); null where its links carry none. */
  readonly subId: string | null;
}

/** A content field that a network's terms keep from being shown: never one that every offer must have. */
export type WithholdableField = Exclude<keyof OfferContent, "kind" | "title" | "trackingUrl">;

/** What a network's terms allow to be shown, and for how long. Enforced in what every query returns. */
export interface DisplayPolicy {
  /** Hours for which content may be shown without having been refreshed; null: the terms name no limit. */
  readonly maxAgeHours: number | null;
  /** Fields that are kept in the ledger and never shown. */
  readonly withheldFields: readonly WithholdableField[];
  /** The sentence that the network's terms want beside its offers; null where they want none. */
  readonly disclosure: string | null;
  /** Where the rules stand, for whoever has to check them: the document's name and its own wording in short. */
  readonly source: string;
}

/** A network that has closed. Its name stays known, so that whoever asks for it is told what to do instead. */
export interface NetworkRetirement {
  /** The day it closed, `YYYY-MM-DD`. */
  readonly at: string;
  /** The network that took its place, where there is one. */
  readonly replacedBy: string | null;
  /** What happened and what to do, for people. */
  readonly message: string;
}

/** Everything about a network but how to fetch from it: what admins, the API and the documentation need. */
export interface NetworkDefinition<Credentials = unknown, Settings = unknown> {
  /** Slug: lower case, digits and hyphens. */
  readonly id: string;
  readonly name: string;
  readonly docsUrl: string | null;
  readonly maturity: NetworkMaturity;
  /** What would raise the maturity, for people. */
  readonly maturityNote: string;
  readonly capabilities: NetworkCapabilities;
  readonly policy: DisplayPolicy;
  /** Left out: the network is alive. A retired one takes no new sources, and its runs end at once. */
  readonly retired?: NetworkRetirement;
  /** True: editors enter its offers. Nothing is fetched, on no schedule. */
  readonly entered?: true;
  readonly credentialFields: readonly CredentialField[];
  readonly credentialsSchema: z.ZodType<Credentials>;
  /** Every property has a description: it is the help text of the admin's form. */
  readonly settingsSchema: z.ZodType<Settings>;
  /** An EventBridge Scheduler expression, `rate(…)` or `cron(…)`; `none` where nothing is fetched. */
  readonly defaultSchedule: string;
  /** All of them hold at once, such as one a second and 5,000 a day. */
  readonly rateLimits: readonly RateLimit[];
  /** What differs from `DEFAULT_RETRY_POLICY`, such as a network that throttles with 403. */
  readonly retry?: Partial<RetryPolicy>;
  /** IANA zone of the network's naive dates. */
  readonly timeZone: string;
}

/**
 * One network. `fetchOffers` yields raw records a page at a time in constant memory; `toOffer` maps one record.
 *
 * @typeParam Item one raw record, JSON-serialisable
 */
export interface NetworkAdapter<
  Credentials = unknown,
  Settings = unknown,
  Item = unknown,
> extends NetworkDefinition<Credentials, Settings> {
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

/** The network has closed: permanent, and nothing was asked of anyone. The message says what to do instead. */
export class NetworkRetired extends Error {
  override readonly name = "NetworkRetired";

  constructor({ message }: NetworkRetirement) {
    super(message);
  }
}

/** The source answered something that cannot be read as its feed. The message says what was expected and what came. */
export class FeedUnreadable extends Error {
  override readonly name = "FeedUnreadable";
}
