/** A source as the API shows it. */
import type { Source } from "../shared/sources/records.ts";

/** `record` is no field of the schema: it tells the nested resolvers, on any host, what they build on. */
export interface SourceView {
  readonly id: string;
  readonly networkId: string;
  readonly name: string;
  readonly enabled: boolean;
  readonly schedule: string;
  readonly settings: unknown;
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
  settings: source.settings ?? {},
  hasCredentials: source.hasCredentials,
  sandbox: source.sandbox,
  lagSeconds: lagSeconds(source, now),
  record: source,
});

/** Since the last complete listing began; null before the first. */
export function lagSeconds({ lastCompleteAt }: Source, now: Date): number | null {
  if (lastCompleteAt === null) return null;
  return Math.max(0, Math.floor((now.getTime() - Date.parse(lastCompleteAt)) / 1_000));
}
