/** How a source is doing, as the Sources table holds it beside the source. */

export const HEALTH_STATES = ["HEALTHY", "DEGRADED", "FAILING", "STALE", "DISABLED"] as const;
export type HealthState = (typeof HEALTH_STATES)[number];

/** INCONCLUSIVE: nothing was found out, such as for want of quota; it changes no state. */
export const TEST_OUTCOMES = ["PASSED", "FAILED", "INCONCLUSIVE"] as const;
export type TestOutcome = (typeof TEST_OUTCOMES)[number];

/** One test of a source: its credentials, and the first page of its listing. */
export interface SourceTest {
  readonly outcome: TestOutcome;
  /** For people: what was found, and what to do about it. No secret in it. */
  readonly message: string;
  /** When it began, RFC 3339. */
  readonly at: string;
  readonly ms: number;
  /** How many records of the first page were read as offers, and how many could not be. */
  readonly offers: number;
  readonly rejected: number;
}

/** What a source is allowed; null: what its schedule and its size say by themselves. */
export interface HealthLimits {
  /** Hours without a successful sync. */
  readonly staleAfterHours: number | null;
  /** Days in which every sync finds everything as it was; 0: for ever. */
  readonly frozenAfterDays: number | null;
  /** True: no listing of it is ever complete, such as that of a feed of news, and that is as it should be. */
  readonly partialAllowed: boolean;
}

export const NO_LIMITS: HealthLimits = {
  staleAfterHours: null,
  frozenAfterDays: null,
  partialAllowed: false,
};

/** The newest runs of a source that found everything as it was. */
export interface Unchanged {
  /** When the last run began that found a change; before any, when the oldest known run began. */
  readonly since: string;
  /** How many runs since then saw the source whole, or saw that it has not moved. */
  readonly runs: number;
  /** How many records the largest of them listed. */
  readonly listed: number;
}

export interface Verdict {
  readonly state: HealthState;
  /** A sentence or two for people: why, and what to do. */
  readonly reason: string;
  /** Since when, RFC 3339. */
  readonly since: string;
}

export interface HealthRecord {
  readonly sourceId: string;
  /** As of the last check; null before the first. */
  readonly verdict: (Verdict & { readonly checkedAt: string }) | null;
  readonly unchanged: Unchanged | null;
  readonly lastTest: SourceTest | null;
  readonly limits: HealthLimits;
  /** What the bus and the topic were last told. */
  readonly announced: HealthState;
}

/** Nothing is known of the source. Whoever listens takes a source that was never spoken of for a healthy one. */
export const unknownHealth = (sourceId: string): HealthRecord => ({
  sourceId,
  verdict: null,
  unchanged: null,
  lastTest: null,
  limits: NO_LIMITS,
  announced: "HEALTHY",
});
