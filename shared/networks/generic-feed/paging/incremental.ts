/** `incremental_sync`: asking for what changed, where a partner can be asked for that. */
import { DateTime } from "luxon";
import * as z from "zod";
import { strict } from "../../../settings/strict.ts";
import type { FeedRecord } from "../../../decoders/decoder.ts";
import { dateReader, isDateFormat, shownDate } from "../map/dates.ts";
import { compilePath } from "../map/path.ts";
import { textOf } from "../map/value.ts";
import { durationSchema } from "./durations.ts";
import { requestOptionSchema } from "./request-option.ts";

const format = z
  .string()
  .refine(isDateFormat, "has a directive that is not known; use %Y %m %d %H %M %S %f %z %b %p, %s or %ms");

export const incrementalSchema = strict({
  type: z.literal("DatetimeBasedCursor"),
  cursor_field: z.string().min(1).describe("The path of the record's date of change."),
  datetime_format: format.optional().describe("How dates are written. Default ISO 8601."),
  lookback_window: durationSchema
    .optional()
    .describe("How far before the last complete listing is asked again. Default P1D."),
  start_time_option: requestOptionSchema
    .optional()
    .describe("Where the request says since when changes are wanted."),
  is_data_feed: z
    .boolean()
    .optional()
    .describe("The newest come first: the walk ends where records are older than wanted."),
}).refine(({ start_time_option, is_data_feed }) => start_time_option !== undefined || is_data_feed === true, {
  error: "needs start_time_option, or is_data_feed: else everything would be asked for",
});
export type Incremental = z.output<typeof incrementalSchema>;

export const DEFAULT_LOOKBACK = "P1D";

export const shownSince = ({ datetime_format }: Incremental, since: Date): string =>
  shownDate(DateTime.fromJSDate(since, { zone: "utc" }), datetime_format ?? null);

/** Whether a record is older than what is wanted; one without a readable date is not. */
export function olderThan(
  { cursor_field, datetime_format }: Incremental,
  since: Date,
): (record: FeedRecord) => boolean {
  const path = compilePath(cursor_field);
  const read = dateReader(datetime_format === undefined ? [] : [datetime_format], "utc", "end");
  return (record) => {
    const date = read(textOf(path(record)) ?? "");
    return date !== null && date.toMillis() < since.getTime();
  };
}
