/** What resolvers work with. The stores of `shared/` satisfy these shapes; tests may bring others. */
import type { AuditLog, AuditTrail } from "../shared/access/audit.ts";
import type { Caller } from "../shared/access/caller.ts";
import type { Database } from "../shared/readmodel/database.ts";
import type { EnteredOffer } from "../shared/offer/entered-offer.ts";
import type { Entered } from "../shared/control/entry.ts";
import type { EditorInput } from "../shared/offer/editor-fields.ts";
import type { Outcome } from "../shared/control/outcome.ts";
import type { VersionRecord } from "../shared/ledger/records.ts";
import type { SyncMode } from "../shared/networks/adapter.ts";
import type { NetworkDescription } from "../shared/networks/catalogue.ts";
import type { NewSource } from "../shared/control/control.ts";
import type { TestedSource } from "../shared/health/control.ts";
import type { WebhookControl } from "../shared/webhooks/control.ts";
import type { HealthLimits, HealthRecord } from "../shared/health/records.ts";
import type { Source, SyncRun } from "../shared/sources/records.ts";
import type { AccessControl } from "../shared/access/control.ts";
import type { OfferChangeView } from "./offer-view.ts";
import { RequestCache } from "./request-cache.ts";
import type { SyncRunView } from "./run-view.ts";

export interface LedgerReader {
  current(offerId: string): Promise<VersionRecord | null>;
  versions(
    offerId: string,
    page: { readonly first: number; readonly before: number | null },
  ): Promise<VersionRecord[]>;
}

export interface RunPage {
  readonly runs: readonly SyncRun[];
  /** Of each run, what lists those after it. */
  readonly cursors: readonly string[];
  readonly endCursor: string | null;
  readonly hasNextPage: boolean;
}

export interface SourceReader {
  get(sourceId: string): Promise<Source | null>;
  /** Those of these ids that there are. */
  getMany(sourceIds: readonly string[]): Promise<ReadonlyMap<string, Source>>;
  list(): Promise<Source[]>;
  getRun(runId: string): Promise<SyncRun | null>;
  listRuns(page: {
    readonly sourceId?: string | undefined;
    readonly first: number;
    readonly after: string | null;
  }): Promise<RunPage>;
}

export interface SourceControl {
  syncSource(sourceId: string, mode: SyncMode): Promise<Outcome<SyncRun>>;
  cancelSync(runId: string): Promise<Outcome<SyncRun>>;
  releaseHeldRun(runId: string): Promise<Outcome<SyncRun>>;
  rollbackSource(
    sourceId: string,
    to: string,
    options: { readonly dryRun: boolean; readonly author: string },
  ): Promise<Outcome<SyncRun>>;
  addSource(input: NewSource): Promise<Outcome<Source>>;
  setSourceEnabled(sourceId: string, enabled: boolean): Promise<Outcome<Source>>;
  setSourceCredentials(sourceId: string, credentials: unknown): Promise<Outcome<Source>>;
  removeSource(sourceId: string): Promise<Outcome<Source>>;
  nextRunAt(source: Source, lastRun: SyncRun | null): Date | null;
}

export interface HealthReader {
  /** A record for every id. */
  getMany(sourceIds: readonly string[]): Promise<ReadonlyMap<string, HealthRecord>>;
}

export interface SourceHealthControl {
  testSource(sourceId: string): Promise<Outcome<TestedSource>>;
  setHealthLimits(sourceId: string, limits: Partial<HealthLimits>): Promise<Outcome<Source>>;
}

export interface OffersEntry {
  createOffers(sourceId: string, offers: readonly EnteredOffer[], author: string): Promise<Outcome<Entered>>;
  removeOffers(
    sourceId: string,
    sourceOfferIds: readonly string[],
    author: string,
  ): Promise<Outcome<Entered>>;
}

export interface OfferCuration {
  hideOffer(id: string, reason: string | null, author: string): Promise<Outcome<VersionRecord>>;
  unhideOffer(id: string, author: string): Promise<Outcome<VersionRecord>>;
  rollbackOffer(id: string, toVersion: number, author: string): Promise<Outcome<VersionRecord>>;
  overrideOffer(id: string, input: EditorInput, author: string): Promise<Outcome<VersionRecord>>;
  clearOverrides(
    id: string,
    fields: readonly string[] | null,
    author: string,
  ): Promise<Outcome<VersionRecord>>;
}

export type Webhooks = Pick<
  WebhookControl,
  "list" | "get" | "deliveries" | "add" | "update" | "rotateSecret" | "setEnabled" | "remove" | "test"
>;

/** Where the internal publish mutations lead. */
export interface Publisher {
  offerChange(change: OfferChangeView): void;
  syncRun(run: SyncRunView): void;
}

/** AppSync tells its subscribers by itself, from the mutation's answer. */
export const appsyncPublisher: Publisher = {
  offerChange: () => undefined,
  syncRun: () => undefined,
};

export interface RequestContext extends Caller {
  /** One instant for the whole request. */
  readonly now: Date;
  readonly sources: SourceReader;
  readonly health: HealthReader;
  readonly cache: RequestCache;
}

/** What the fields of the host "read" need. */
export interface ReadContext extends RequestContext {
  readonly db: Database;
  readonly ledger: LedgerReader;
}

/** What the fields of the host "control" need. */
export interface ControlContext extends RequestContext {
  readonly control: SourceControl;
  readonly healthControl: SourceHealthControl;
  readonly curation: OfferCuration;
  readonly entry: OffersEntry;
  readonly webhooks: Webhooks;
  readonly networks: readonly NetworkDescription[];
  readonly publisher: Publisher;
  readonly access: Pick<AccessControl, "list" | "createApiKey" | "revokeApiKey">;
  readonly audit: AuditTrail;
  readonly auditLog: Pick<AuditLog, "list">;
}

export type GraphqlContext = ReadContext & ControlContext;

/** The part of a context that is new with each request. */
export const newRequest = (
  caller: Caller,
  now: Date = new Date(),
): Caller & Pick<RequestContext, "now" | "cache"> => ({
  ...caller,
  now,
  cache: new RequestCache(),
});
