/** What can be done, ready to be called. Each throws MutationRefused when the input was wrong. */
import type { OfferfeedClient } from "./client.ts";
import type { CallOptions } from "./document.ts";
import {
  AddSourceDocument,
  CancelSyncDocument,
  HideOfferDocument,
  type OfferFieldsFragment,
  ReleaseHeldRunDocument,
  RemoveSourceDocument,
  RollbackOfferDocument,
  RollbackSourceDocument,
  SetHealthLimitsDocument,
  type SetHealthLimitsMutationVariables,
  SetSourceCredentialsDocument,
  SetSourceEnabledDocument,
  type SourceFieldsFragment,
  SyncAllDocument,
  type SyncRunFieldsFragment,
  SyncSourceDocument,
  TestSourceDocument,
  type TestSourceMutation,
  UnhideOfferDocument,
} from "./generated/operations.ts";
import type { AddSourceInput, SyncMode } from "./generated/schema.ts";

/** A value that is sent as a string of JSON. */
export type JsonObject = Readonly<Record<string, unknown>>;

export interface NewSource extends Omit<AddSourceInput, "settings"> {
  readonly settings?: JsonObject;
}

type Run = SyncRunFieldsFragment;
type Source = SourceFieldsFragment;

export interface Mutations {
  hideOffer(id: string, reason?: string, options?: CallOptions): Promise<OfferFieldsFragment>;
  unhideOffer(id: string, options?: CallOptions): Promise<OfferFieldsFragment>;
  rollbackOffer(id: string, toVersion: number, options?: CallOptions): Promise<OfferFieldsFragment>;
  syncSource(sourceId: string, mode?: SyncMode, options?: CallOptions): Promise<Run>;
  /** A run for each source that is enabled. */
  syncAll(mode?: SyncMode, options?: CallOptions): Promise<readonly Run[]>;
  cancelSync(runId: string, options?: CallOptions): Promise<Run>;
  releaseHeldRun(runId: string, options?: CallOptions): Promise<Run>;
  /** @param dryRun true unless you say otherwise: the run only counts */
  rollbackSource(sourceId: string, to: Date, dryRun?: boolean, options?: CallOptions): Promise<Run>;
  addSource(input: NewSource, options?: CallOptions): Promise<Source>;
  setSourceEnabled(sourceId: string, enabled: boolean, options?: CallOptions): Promise<Source>;
  setSourceCredentials(sourceId: string, credentials: JsonObject, options?: CallOptions): Promise<Source>;
  removeSource(id: string, options?: CallOptions): Promise<Source>;
  testSource(
    sourceId: string,
    options?: CallOptions,
  ): Promise<NonNullable<TestSourceMutation["testSource"]["test"]>>;
  /** A limit that is left out stays as it is; null gives it back to the default. */
  setHealthLimits(variables: SetHealthLimitsMutationVariables, options?: CallOptions): Promise<Source>;
}

/** Without user errors the schema promises a result. */
const there = <Value>(value: Value | null): Value => {
  if (value === null) throw new TypeError("The host answered neither a result nor user errors.");
  return value;
};

export const mutations = (mutate: OfferfeedClient["mutate"]): Mutations => ({
  hideOffer: async (id, reason, options) =>
    there((await mutate(HideOfferDocument, { id, reason }, options)).hideOffer.offer),
  unhideOffer: async (id, options) =>
    there((await mutate(UnhideOfferDocument, { id }, options)).unhideOffer.offer),
  rollbackOffer: async (id, toVersion, options) =>
    there((await mutate(RollbackOfferDocument, { id, toVersion }, options)).rollbackOffer.offer),
  syncSource: async (sourceId, mode, options) =>
    there((await mutate(SyncSourceDocument, { sourceId, mode }, options)).syncSource.run),
  syncAll: async (mode, options) =>
    (await mutate(SyncAllDocument, { mode }, options)).syncAll.map(({ run }) => there(run)),
  cancelSync: async (runId, options) =>
    there((await mutate(CancelSyncDocument, { runId }, options)).cancelSync.run),
  releaseHeldRun: async (runId, options) =>
    there((await mutate(ReleaseHeldRunDocument, { runId }, options)).releaseHeldRun.run),
  rollbackSource: async (sourceId, to, dryRun, options) => {
    const variables = { sourceId, to: to.toISOString(), dryRun };
    return there((await mutate(RollbackSourceDocument, variables, options)).rollbackSource.run);
  },
  addSource: async ({ settings, ...rest }, options) => {
    const input = settings === undefined ? rest : { ...rest, settings: JSON.stringify(settings) };
    return there((await mutate(AddSourceDocument, { input }, options)).addSource.source);
  },
  setSourceEnabled: async (sourceId, enabled, options) =>
    there((await mutate(SetSourceEnabledDocument, { sourceId, enabled }, options)).setSourceEnabled.source),
  setSourceCredentials: async (sourceId, credentials, options) => {
    const variables = { sourceId, credentials: JSON.stringify(credentials) };
    return there(
      (await mutate(SetSourceCredentialsDocument, variables, options)).setSourceCredentials.source,
    );
  },
  removeSource: async (id, options) =>
    there((await mutate(RemoveSourceDocument, { id }, options)).removeSource.source),
  testSource: async (sourceId, options) =>
    there((await mutate(TestSourceDocument, { sourceId }, options)).testSource.test),
  setHealthLimits: async (variables, options) =>
    there((await mutate(SetHealthLimitsDocument, variables, options)).setHealthLimits.source),
});
