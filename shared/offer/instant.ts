/** Instants: whatever dates a network writes, RFC 3339 UTC to the second comes out. */
import { DateTime } from "luxon";
import { Unnormalisable } from "./unnormalisable.ts";

const WITH_OFFSET = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?\s?(?:Z|[+-]\d\d:?\d\d|[+-]\d\d)$/i;
const DATE_ONLY = /^\d{4}-\d\d-\d\d$/;

/** Networks write "no end" as a date nobody will see (2050, 2099, 9999); beyond this many years it is unknown. */
const KNOWN_YEARS_AHEAD = 10;
/** "0000-00-00", 1900, 1970: what an empty start looks like once a database has stored it. */
const FIRST_KNOWN_YEAR = 1990;

/**
 * Reads ISO 8601 in any of its common spellings, with an offset or naive in `zone`. A bare date is the first
 * second of that day for a start and the last for an end.
 * @returns RFC 3339 in UTC, or null for an empty, placeholder or never-ending date
 * @throws Unnormalisable when it is no date
 */
export function instant(
  value: string | null | undefined,
  edge: "start" | "end",
  zone: string,
  now: Date,
): string | null {
  const text = value?.trim() ?? "";
  if (text === "" || text.startsWith("0000-")) return null;
  const time = parsed(text, edge, zone);
  const year = time.getUTCFullYear();
  if (year < FIRST_KNOWN_YEAR || (edge === "end" && year > now.getUTCFullYear() + KNOWN_YEARS_AHEAD))
    return null;
  return rfc3339(time);
}

/** RFC 3339 in UTC; fractions only where there are any. */
export function rfc3339(time: Date): string {
  return time.toISOString().replace(".000Z", "Z");
}

function parsed(text: string, edge: "start" | "end", zone: string): Date {
  const iso = text.replace(" ", "T");
  const time = WITH_OFFSET.test(text)
    ? DateTime.fromISO(iso.replace(/\s/g, ""))
    : DateTime.fromISO(iso, { zone });
  if (!time.isValid) throw new Unnormalisable(`"${text.slice(0, 40)}" is not an ISO 8601 date`);
  const exact = DATE_ONLY.test(text) && edge === "end" ? time.endOf("day").startOf("second") : time;
  return exact.toJSDate();
}
