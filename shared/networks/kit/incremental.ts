/** When an incremental run may ask for less than everything. */
import type { FetchContext } from "../adapter.ts";

const DAY = 24 * 3_600_000;

/**
 * The instant since which changes are enough, or null where everything has to be listed: in a FULL run, before the
 * first complete listing, and when that is a day ago, because only a whole listing can tell what is gone.
 *
 * A listing that asks for changes only ends PARTIAL, with `onlyChanges` as its reason.
 *
 * @param slackMs taken off the instant, for a network whose clock or index lags behind
 */
export function changesSince(
  { mode, since, now }: Pick<FetchContext<unknown, unknown>, "mode" | "since" | "now">,
  slackMs = 0,
): Date | null {
  if (mode === "FULL" || since === null || now.getTime() - since.getTime() >= DAY) return null;
  return new Date(since.getTime() - slackMs);
}

export const onlyChanges = (since: Date): string =>
  `only what changed since ${since.toISOString()} was asked for; a whole listing follows at least once a day`;
