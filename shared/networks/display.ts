/** What a network's terms do to what is shown: fields that are withheld, offers that have not been refreshed in time. */
import { heardAt, type VersionRecord } from "../ledger/records.ts";
import type { OfferContent } from "../offer/model.ts";
import type { DisplayPolicy, WithholdableField } from "./adapter.ts";
import { policies } from "./policies.ts";

export type Policies = Readonly<Record<string, DisplayPolicy>>;

const HOUR = 3_600_000;

/** What stands in place of a withheld field. */
const BLANK: Readonly<Pick<OfferContent, WithholdableField>> = {
  description: null,
  merchant: null,
  url: null,
  images: [],
  price: null,
  originalPrice: null,
  discount: null,
  couponCode: null,
  restrictions: [],
  availability: "UNKNOWN",
  joinStatus: "UNKNOWN",
  commission: null,
  categories: [],
  tags: [],
  countries: [],
  languages: [],
  gtin: null,
  startsAt: null,
  endsAt: null,
};

/** The content as it may be shown. */
export function shownContent(
  networkId: string,
  content: OfferContent,
  known: Policies = policies,
): OfferContent {
  const fields = known[networkId]?.withheldFields ?? [];
  if (fields.length === 0) return content;
  return { ...content, ...Object.fromEntries(fields.map((field) => [field, BLANK[field]])) };
}

/** The networks that withhold a field: what offers have in it may not be told by counts either. */
export const withholders = (field: WithholdableField, known: Policies = policies): string[] =>
  Object.keys(known).filter((networkId) => known[networkId]?.withheldFields.includes(field));

/** The sentence that belongs beside the network's offers. */
export const disclosureOf = (networkId: string, known: Policies = policies): string | null =>
  known[networkId]?.disclosure ?? null;

/** Offers of a source that may not be shown, because its network limits their age: those that last changed before. */
export interface StaleOffers {
  readonly sourceId: string;
  /** An offer that was found or changed since was fresh then. */
  readonly before: Date;
}

interface ListedSource {
  readonly id: string;
  readonly networkId: string;
  readonly lastCompleteAt: string | null;
}

/**
 * Which offers have outlived their network's terms. A complete listing refreshes all offers of its source; without one
 * in time, an offer is as old as its last change.
 */
export function staleOffers(
  sources: readonly ListedSource[],
  now: Date,
  known: Policies = policies,
): StaleOffers[] {
  return sources.flatMap(({ id, networkId, lastCompleteAt }) => {
    const hours = known[networkId]?.maxAgeHours ?? null;
    if (hours === null) return [];
    const before = new Date(now.getTime() - hours * HOUR);
    const refreshed = lastCompleteAt !== null && Date.parse(lastCompleteAt) >= before.getTime();
    return refreshed ? [] : [{ sourceId: id, before }];
  });
}

/** Whether any network limits the age of its offers: where none does, nobody need ask for the sources. */
export const limitsAge = (known: Policies = policies): boolean =>
  Object.values(known).some(({ maxAgeHours }) => maxAgeHours !== null);

export const isStale = (
  record: Pick<VersionRecord, "sourceId" | "changedAt" | "saidAt">,
  stale: readonly StaleOffers[],
): boolean =>
  stale.some(
    ({ sourceId, before }) => sourceId === record.sourceId && Date.parse(heardAt(record)) < before.getTime(),
  );

/** What decides which versions of an offer may be shown. */
export interface HistoryRules {
  readonly now: Date;
  /** See `staleOffers`. */
  readonly stale: readonly StaleOffers[];
  /** Default: the networks' own. */
  readonly known?: Policies;
}

/**
 * Whether a version may be shown. The newest may as the offer itself may: a listing that finds it unchanged refreshes it.
 * No listing refreshes an older one, so where a network limits the age of its content it may be shown for so long after
 * its source said it, and no longer.
 */
export function mayBeShown(
  record: Pick<VersionRecord, "sourceId" | "networkId" | "changedAt" | "saidAt">,
  newest: boolean,
  { now, stale, known = policies }: HistoryRules,
): boolean {
  if (newest) return !isStale(record, stale);
  const hours = known[record.networkId]?.maxAgeHours ?? null;
  return hours === null || Date.parse(heardAt(record)) >= now.getTime() - hours * HOUR;
}
