/** `incremental_sync`: asking for what changed, where a partner can be asked for that, and for one period after the other. */
import { DateTime, Duration } from "luxon";
import * as z from "zod";
import { strict } from "../../../settings/strict.ts";
import type { FeedRecord } from "../../../decoders/decoder.ts";
import { FeedUnreadable } from "../../adapter.ts";
import { dateReader, isDateFormat, shownDate } from "../map/dates.ts";
import { compilePath } from "../map/path.ts";
import { textOf } from "../map/value.ts";
import { configTemplate, type Fill } from "./config.ts";
import { durationSchema } from "./durations.ts";
import { type RequestOption, requestOptionSchema } from "./request-option.ts";

const format = z
  .string()
  .refine(isDateFormat, "has a directive that is not known; use %Y %m %d %H %M %S %f %z %b %p, %s or %ms");

const datetimeCursor = strict({
  type: z.literal("DatetimeBasedCursor"),
  cursor_field: z.string().min(1).describe("The path of the record's date of change."),
  datetime_format: format.optional().describe("How requests write dates. Default ISO 8601."),
  cursor_datetime_formats: z
    .array(format)
    .min(1)
    .optional()
    .describe("How records write them. Default datetime_format."),
  start_datetime: configTemplate
    .optional()
    .describe("What was last changed before is not wanted. Without it, a whole run asks for everything."),
  end_datetime: configTemplate.optional().describe("Default: now."),
  step: durationSchema
    .optional()
    .describe(
      "Asks for one such period after the other, from start_datetime on, where a partner refuses longer ones.",
    ),
  cursor_granularity: durationSchema
    .optional()
    .describe("By how much a period ends before the next one begins. Default: not at all."),
  lookback_window: durationSchema
    .optional()
    .describe("How far before the last complete listing is asked again. Default P1D."),
  start_time_option: requestOptionSchema
    .optional()
    .describe("Where the request says since when changes are wanted."),
  end_time_option: requestOptionSchema
    .optional()
    .describe("Where the request says until when changes are wanted."),
  is_data_feed: z
    .boolean()
    .optional()
    .describe("The newest come first: the walk ends where records are older than wanted."),
  is_client_side_incremental: z
    .boolean()
    .optional()
    .describe("Everything is asked for, and what is older than wanted is left out."),
}).refine(({ step, start_datetime }) => step === undefined || start_datetime !== undefined, {
  error: "needs start_datetime: where the first period begins",
  path: ["step"],
});
export type DatetimeCursor = z.output<typeof datetimeCursor>;

const countingCursor = strict({
  type: z.literal("IncrementingCountCursor"),
  cursor_field: z
    .string()
    .min(1)
    .describe(
      "The path of a number that only grows, and is the offer's id: the highest id held is the mark.",
    ),
  start_value: z
    .int()
    .min(0)
    .optional()
    .describe("Where a whole run begins. Default: everything is asked for."),
  start_value_option: requestOptionSchema.describe("Where the request says after which number."),
});
export type CountingCursor = z.output<typeof countingCursor>;

export const incrementalSchema = z.discriminatedUnion("type", [datetimeCursor, countingCursor]);
export type Incremental = z.output<typeof incrementalSchema>;

export const DEFAULT_LOOKBACK = "P1D";

/** Whether it makes a run ask for less than everything, by itself. */
export const narrows = (incremental: Incremental): boolean =>
  incremental.type === "IncrementingCountCursor" ||
  incremental.start_time_option !== undefined ||
  incremental.is_data_feed === true ||
  incremental.is_client_side_incremental === true;

/** What is asked for, as the partner writes it: from a date to another, or after a number. */
export interface Period {
  readonly start_time: string;
  readonly end_time: string;
  readonly options: readonly (readonly [RequestOption, string])[];
}

const MOST_PERIODS = 1_000;

/**
 * From when on changes are wanted; null: everything is.
 * @param since of an incremental run; null: of a whole one
 * @throws FeedUnreadable for a start_datetime that is no date
 */
export function thresholdOf(incremental: DatetimeCursor, since: Date | null, fill: Fill): DateTime | null {
  if (since !== null) return DateTime.fromJSDate(since, { zone: "utc" });
  return dateIn(incremental, "start_datetime", fill);
}

/**
 * The periods of a run that wants what changed from then on.
 * @throws FeedUnreadable for a date that cannot be read, or more periods than can be asked for
 */
export function periodsOf(
  incremental: DatetimeCursor,
  from: DateTime,
  now: Date,
  fill: Fill,
): readonly Period[] {
  const until = dateIn(incremental, "end_datetime", fill) ?? DateTime.fromJSDate(now, { zone: "utc" });
  if (incremental.step === undefined) return [period(incremental, from, until)];
  const step = Duration.fromISO(incremental.step);
  const gap = Duration.fromISO(incremental.cursor_granularity ?? "PT0S");
  const periods: Period[] = [];
  for (let count = 1, start = from; start < until; count += 1) {
    const next = from.plus(multiplied(step, count));
    periods.push(period(incremental, start, next < until ? next.minus(gap) : until));
    start = next;
    if (periods.length > MOST_PERIODS) {
      throw new FeedUnreadable(
        `incremental_sync.step cuts the time since ${from.toISODate() ?? ""} into more than ${MOST_PERIODS} periods: choose a longer step or a later start_datetime`,
      );
    }
  }
  return periods;
}

function period(incremental: DatetimeCursor, from: DateTime, until: DateTime): Period {
  const { datetime_format = null, start_time_option, end_time_option } = incremental;
  const [start_time, end_time] = [shownDate(from, datetime_format), shownDate(until, datetime_format)];
  return {
    start_time,
    end_time,
    options: [
      ...(start_time_option ? [[start_time_option, start_time] as const] : []),
      ...(end_time_option ? [[end_time_option, end_time] as const] : []),
    ],
  };
}

/** Of the beginning, so that months of 31 days do not become shorter on their way. */
const multiplied = (step: Duration, count: number): Duration => step.mapUnits((value) => value * count);

function dateIn(
  incremental: DatetimeCursor,
  name: "start_datetime" | "end_datetime",
  fill: Fill,
): DateTime | null {
  const template = incremental[name];
  if (template === undefined) return null;
  const text = fill(template);
  const date =
    dateReader([], "utc", "start")(text) ??
    (incremental.datetime_format === undefined
      ? null
      : dateReader([incremental.datetime_format], "utc", "start")(text));
  if (date === null) throw new FeedUnreadable(`incremental_sync.${name} is no date: “${text.slice(0, 40)}”`);
  return date.toUTC();
}

/** Whether a record is older than what is wanted; one without a readable date is not. */
export function olderThan(
  { cursor_field, datetime_format, cursor_datetime_formats }: DatetimeCursor,
  from: DateTime,
): (record: FeedRecord) => boolean {
  const path = compilePath(cursor_field);
  const formats = cursor_datetime_formats ?? (datetime_format === undefined ? [] : [datetime_format]);
  const read = dateReader(formats, "utc", "end");
  return (record) => {
    const date = read(textOf(path(record)) ?? "");
    return date !== null && date < from;
  };
}

/** A period that begins after a number. */
export const periodAfter = ({ start_value_option }: CountingCursor, mark: string): Period => ({
  start_time: mark,
  end_time: "",
  options: [[start_value_option, mark]],
});

/** The highest whole number among the ids that are held; null: there is none. */
export async function highestOf(known: AsyncIterable<string>): Promise<string | null> {
  let highest: bigint | null = null;
  for await (const id of known) {
    if (!/^\d{1,30}$/.test(id)) continue;
    const number = BigInt(id);
    if (highest === null || number > highest) highest = number;
  }
  return highest === null ? null : String(highest);
}
