/** Dates as feeds write them, read into instants. */
import { DateTime } from "luxon";

/** strptime directives (the ones Airbyte's `datetime_format` has) and what luxon calls them. */
const DIRECTIVES: Readonly<Record<string, string>> = {
  Y: "yyyy",
  y: "yy",
  m: "L",
  d: "d",
  H: "H",
  I: "h",
  M: "m",
  S: "s",
  f: "u",
  p: "a",
  b: "LLL",
  B: "LLLL",
  a: "ccc",
  A: "cccc",
  z: "ZZZ",
  Z: "z",
  j: "o",
  "%": "'%'",
};

/** Which end of a bare date is meant: "until 30 November" is the day's last second. */
export type Edge = "start" | "end";

export type DateReader = (text: string) => DateTime | null;

const DATE_ONLY = /^\d{4}-?\d\d-?\d\d$/;

/** Reads ISO 8601 (offsets with or without a colon), RFC 822/2822, and `2026-11-20 08:00:00`. */
function readAnyStandard(text: string, zone: string, edge: Edge): DateTime {
  const iso = DateTime.fromISO(text, { zone });
  if (iso.isValid) return DATE_ONLY.test(text) ? atEdge(iso, edge) : iso;
  const sql = DateTime.fromSQL(text, { zone });
  return sql.isValid ? sql : DateTime.fromRFC2822(text, { zone });
}

const atEdge = (day: DateTime, edge: Edge): DateTime =>
  edge === "end" ? day.endOf("day").startOf("second") : day;

/** True when luxon can be told of every directive in the format. */
export const isDateFormat = (format: string): boolean =>
  format === "%s" ||
  format === "%ms" ||
  [...format.matchAll(/%(.)/g)].every(([, letter]) => letter !== undefined && letter in DIRECTIVES);

/**
 * A reader for the formats, tried in order; naive values are read in `zone`.
 * Without formats it reads ISO 8601, RFC 822 and SQL dates. `%s` and `%ms` are seconds and milliseconds since 1970.
 */
export function dateReader(formats: readonly string[], zone: string, edge: Edge): DateReader {
  const readers =
    formats.length === 0
      ? [(text: string) => readAnyStandard(text, zone, edge)]
      : formats.map((format) => formatReader(format, zone, edge));
  let last: { readonly text: string; readonly date: DateTime | null } | null = null;
  // One feed repeats few dates (an export's own time, a sale's end), and parsing is slow.
  return (text) => {
    if (last?.text === text) return last.date;
    let found: DateTime | null = null;
    for (const read of readers) {
      const date = read(text.trim());
      if (!date.isValid) continue;
      found = date;
      break;
    }
    last = { text, date: found };
    return found;
  };
}

function formatReader(format: string, zone: string, edge: Edge): (text: string) => DateTime {
  if (format === "%s")
    return (text) => DateTime.fromSeconds(/^\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN, { zone });
  if (format === "%ms")
    return (text) => DateTime.fromMillis(/^\d+$/.test(text) ? Number(text) : Number.NaN, { zone });
  const tokens = format.replace(
    /%(.)|([^%]+)/g,
    (_all, letter: string | undefined, literal: string | undefined) =>
      letter === undefined ? `'${(literal ?? "").replaceAll("'", "''")}'` : (DIRECTIVES[letter] ?? ""),
  );
  const isDay = !/%[HIsp]/.test(format);
  return (text) => {
    const date = DateTime.fromFormat(text, tokens, { zone, locale: "en" });
    return isDay ? atEdge(date, edge) : date;
  };
}

/** RFC 3339 in UTC, without a fraction unless there is one. */
export const instant = (date: DateTime): string => date.toUTC().toISO({ suppressMilliseconds: true }) ?? "";

export interface Interval {
  readonly start: DateTime | null;
  readonly end: DateTime | null;
}

/** Reads `start/end`; either side may be missing. Null: the text is no interval. */
export function parseInterval(text: string, read: DateReader): Interval | null {
  const parts = text.split("/");
  if (parts.length !== 2) return null;
  const [start = "", end = ""] = parts;
  const interval = { start: read(start.trim()), end: read(end.trim()) };
  return interval.start === null && interval.end === null ? null : interval;
}

/** A moment as a format writes it; null for ISO 8601 in UTC. */
export function shownDate(date: DateTime, format: string | null): string {
  if (format === null) return date.toUTC().toISO({ suppressMilliseconds: true }) ?? "";
  if (format === "%s") return String(Math.floor(date.toSeconds()));
  if (format === "%ms") return String(date.toMillis());
  return format.replace(/%(.)/g, (_, letter: string) =>
    date.toFormat(WRITTEN[letter] ?? DIRECTIVES[letter] ?? ""),
  );
}

/** What is read with any number of digits is written with all of them. */
const WRITTEN: Readonly<Record<string, string>> = { m: "LL", d: "dd", H: "HH", I: "hh", M: "mm", S: "ss" };
