/** A source as the API shows it, and how it is doing. */
import type { Source, SyncRun } from "../shared/sources/records.ts";
import { toAwsJson } from "./awsjson.ts";

/** `record` is no field of the schema: it tells the nested resolvers, on any host, what they build on. */
export interface SourceView {
  readonly id: string;
  readonly networkId: string;
  readonly name: string;
  readonly enabled: boolean;
  readonly schedule: string;
  readonly settings: string;
  readonly hasCredentials: boolean;
  readonly sandbox: boolean;
  readonly lagSeconds: number | null;
  readonly record: Source;
}

export const toSource = (source: Source, now: Date): SourceView => ({
  id: source.id,
  networkId: source.networkId,
  name: source.name,
  enabled: source.enabled,
  schedule: source.schedule,
  settings: toAwsJson(source.settings ?? {}),
  hasCredentials: source.hasCredentials,
  sandbox: source.sandbox,
  lagSeconds: lagSeconds(source, now),
  record: source,
});

function lagSeconds({ lastCompleteAt }: Source, now: Date): number | null {
  if (lastCompleteAt === null) return null;
  return Math.max(0, Math.floor((now.getTime() - Date.parse(lastCompleteAt)) / 1_000));
}

export type SourceHealth = "HEALTHY" | "DEGRADED" | "FAILING" | "STALE" | "DISABLED";

const STALE_INTERVALS = 3;

/** @param lastRun the newest run that has ended */
export function sourceHealth(
  source: Source,
  lastRun: SyncRun | null,
  intervalMs: number,
  now: Date,
): SourceHealth {
  if (!source.enabled) return "DISABLED";
  if (lastRun?.status === "FAILED") return "FAILING";
  const lag = lagSeconds(source, now);
  if (lag !== null && lag * 1_000 > STALE_INTERVALS * intervalMs) return "STALE";
  const partial = lastRun !== null && lastRun.coverage !== null && lastRun.coverage !== "COMPLETE";
  if (lastRun?.status === "HELD" || partial) return "DEGRADED";
  return "HEALTHY";
}
