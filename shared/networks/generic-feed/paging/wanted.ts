/** What a run wants of a listing: everything, or what is new since when, in how many periods. */
import type { FeedRecord } from "../../../decoders/decoder.ts";
import { changesSince, onlyChanges } from "../../kit/incremental.ts";
import type { FeedContext } from "../listing.ts";
import type { FeedSettings } from "../settings.ts";
import type { Fill } from "./config.ts";
import { milliseconds } from "./durations.ts";
import {
  type CountingCursor,
  type DatetimeCursor,
  DEFAULT_LOOKBACK,
  highestOf,
  olderThan,
  type Period,
  periodAfter,
  periodsOf,
  thresholdOf,
} from "./incremental.ts";

type Test = (record: FeedRecord) => boolean;

export interface Wanted {
  /** One walk for each; null: without saying when. */
  readonly periods: readonly (Period | null)[];
  /** Records that are left out; null: none. */
  readonly leavesOut: Test | null;
  /** The walk ends with a page that holds such a record; null: it goes to its end. */
  readonly endsWith: Test | null;
  /** What makes the listing less than complete; null: nothing. */
  readonly shortfall: string | null;
}

const EVERYTHING: Wanted = { periods: [null], leavesOut: null, endsWith: null, shortfall: null };

export async function wantedOf(settings: FeedSettings, context: FeedContext, fill: Fill): Promise<Wanted> {
  const { incremental_sync: incremental } = settings;
  if (incremental === undefined) return EVERYTHING;
  return incremental.type === "DatetimeBasedCursor"
    ? changed(incremental, settings, context, fill)
    : counted(incremental, settings, context);
}

function changed(
  incremental: DatetimeCursor,
  settings: FeedSettings,
  context: FeedContext,
  fill: Fill,
): Wanted {
  const since = changesSince(context, milliseconds(incremental.lookback_window ?? DEFAULT_LOOKBACK));
  const from = thresholdOf(incremental, since, fill);
  if (from === null) return EVERYTHING;
  const isOld = olderThan(incremental, from);
  return {
    periods: periodsOf(incremental, from, context.now, fill),
    leavesOut: incremental.is_client_side_incremental === true ? isOld : null,
    endsWith: incremental.is_data_feed === true ? isOld : null,
    shortfall:
      since !== null
        ? onlyChanges(since)
        : notFromTheBeginning(
            settings,
            `what was last changed before ${from.toISO() ?? ""}`,
            "start_datetime",
          ),
  };
}

async function counted(
  incremental: CountingCursor,
  settings: FeedSettings,
  context: FeedContext,
): Promise<Wanted> {
  const since = changesSince(context);
  const mark = since === null ? null : await highestOf(context.known());
  if (since !== null && mark !== null) {
    return {
      ...EVERYTHING,
      periods: [periodAfter(incremental, mark)],
      shortfall: `only what came after ${mark} was asked for; a whole listing follows at least once a day`,
    };
  }
  const { start_value: start } = incremental;
  if (start === undefined) return EVERYTHING;
  return {
    ...EVERYTHING,
    periods: [periodAfter(incremental, String(start))],
    shortfall: notFromTheBeginning(settings, `what came up to ${start}`, "start_value"),
  };
}

/** Unless the settings say that it is early enough for everything. */
const notFromTheBeginning = ({ snapshot }: FeedSettings, what: string, setting: string): string | null =>
  snapshot?.mode === "full" ? null : `${what} is not asked for: see incremental_sync.${setting}`;
