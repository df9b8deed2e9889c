/** What admins do. A mistake of theirs comes back in `userErrors`. */
import type { SyncMode } from "../../shared/networks/adapter.ts";
import type { EnteredOffer } from "../../shared/offer/entered-offer.ts";
import { NO_SCHEDULE } from "../../shared/sources/schedule-expression.ts";
import type { EditorInput } from "../../shared/offer/editor-fields.ts";
import { fromAwsJson } from "../awsjson.ts";
import type { ControlContext } from "../context.ts";
import {
  attempted,
  entryPayload,
  offerPayload,
  sourcePayload,
  syncPayload,
  type UserError,
} from "./payloads.ts";

/** @returns userErrors when a string argument is no JSON, which AppSync and Apollo usually find before */
function parsed(value: unknown, field: readonly string[], code: string): { json: unknown } | UserError[] {
  try {
    return { json: fromAwsJson(value) };
  } catch {
    return [{ field, code, message: `${field.at(-1)} is a string that holds JSON.` }];
  }
}

type ModeArgument = { readonly mode?: SyncMode | null };

export const syncSource = (_: unknown, args: ModeArgument & { sourceId: string }, context: ControlContext) =>
  syncPayload(attempted(context.control.syncSource(args.sourceId, args.mode ?? "INCREMENTAL")));

export async function syncAll(_: unknown, args: ModeArgument, context: ControlContext) {
  const enabled = (await context.sources.list()).filter(
    ({ enabled, schedule }) => enabled && schedule !== NO_SCHEDULE,
  );
  return Promise.all(enabled.map(({ id }) => syncSource(_, { ...args, sourceId: id }, context)));
}

export const cancelSync = (_: unknown, args: { runId: string }, context: ControlContext) =>
  syncPayload(attempted(context.control.cancelSync(args.runId)));

export const releaseHeldRun = (_: unknown, args: { runId: string }, context: ControlContext) =>
  syncPayload(attempted(context.control.releaseHeldRun(args.runId)));

interface AddSourceArguments {
  readonly input: {
    readonly id: string;
    readonly networkId: string;
    readonly name: string;
    readonly settings?: unknown;
    readonly schedule?: string | null;
    readonly enabled?: boolean | null;
  };
}

export async function addSource(_: unknown, { input }: AddSourceArguments, context: ControlContext) {
  const settings = parsed(input.settings ?? {}, ["input", "settings"], "SETTINGS_INVALID");
  if (Array.isArray(settings)) return { source: null, userErrors: settings };
  const { id, networkId, name, schedule, enabled } = input;
  return sourcePayload(
    context,
    attempted(context.control.addSource({ id, networkId, name, settings: settings.json, schedule, enabled })),
  );
}

export const setSourceEnabled = (
  _: unknown,
  args: { sourceId: string; enabled: boolean },
  context: ControlContext,
) => sourcePayload(context, attempted(context.control.setSourceEnabled(args.sourceId, args.enabled)));

export async function setSourceCredentials(
  _: unknown,
  args: { sourceId: string; credentials: unknown },
  context: ControlContext,
) {
  const credentials = parsed(args.credentials, ["credentials"], "CREDENTIALS_INVALID");
  if (Array.isArray(credentials)) return { source: null, userErrors: credentials };
  return sourcePayload(
    context,
    attempted(context.control.setSourceCredentials(args.sourceId, credentials.json)),
  );
}

export const removeSource = (_: unknown, args: { id: string }, context: ControlContext) =>
  sourcePayload(context, attempted(context.control.removeSource(args.id)));

export const hideOffer = (
  _: unknown,
  args: { id: string; reason?: string | null },
  context: ControlContext,
) =>
  offerPayload(context, attempted(context.curation.hideOffer(args.id, args.reason ?? null, context.author)));

export const unhideOffer = (_: unknown, args: { id: string }, context: ControlContext) =>
  offerPayload(context, attempted(context.curation.unhideOffer(args.id, context.author)));

export const rollbackOffer = (_: unknown, args: { id: string; toVersion: number }, context: ControlContext) =>
  offerPayload(context, attempted(context.curation.rollbackOffer(args.id, args.toVersion, context.author)));

export const createOffers = (
  _: unknown,
  { sourceId, offers }: { sourceId: string; offers: readonly EnteredOffer[] },
  context: ControlContext,
) => entryPayload(context, context.entry.createOffers(sourceId, offers, context.author));

export const removeOffers = (
  _: unknown,
  { sourceId, sourceOfferIds }: { sourceId: string; sourceOfferIds: readonly string[] },
  context: ControlContext,
) => entryPayload(context, context.entry.removeOffers(sourceId, sourceOfferIds, context.author));

export const overrideOffer = (
  _: unknown,
  args: { id: string; input: EditorInput },
  context: ControlContext,
) => offerPayload(context, attempted(context.curation.overrideOffer(args.id, args.input, context.author)));

export const clearOverrides = (
  _: unknown,
  args: { id: string; fields?: readonly string[] | null },
  context: ControlContext,
) =>
  offerPayload(
    context,
    attempted(context.curation.clearOverrides(args.id, args.fields ?? null, context.author)),
  );

export const rollbackSource = (
  _: unknown,
  args: { sourceId: string; to: string; dryRun?: boolean | null },
  context: ControlContext,
) =>
  syncPayload(
    attempted(
      context.control.rollbackSource(args.sourceId, args.to, {
        dryRun: args.dryRun ?? true,
        author: context.author,
      }),
    ),
  );
