/** How late the push doors may be: what a subscriber's cursor has to allow for. */

/** A change that could not be published within so many hours is given up: subscribers are never told of it. */
export const PUBLISHED_WITHIN_HOURS = 6;

/** Clocks of the machines that write, publish and project. */
const CLOCKS_MS = 5 * 60_000;

/** A change that was made so long before another one has been published by the time that the other one is. */
export const PUBLISHED_WITHIN_MS = PUBLISHED_WITHIN_HOURS * 3_600_000 + CLOCKS_MS;
