/** Dates as Awin writes them: naive, read in UTC. */

/** Awin's older exports write 31/12/2026 23:59:59; every other form is ISO already. */
export function isoDate(value: string | null | undefined): string | null {
  if (!value) return null;
  return value.trim().replace(/^(\d\d)\/(\d\d)\/(\d{4})(?= |T|$)/, "$3-$2-$1");
}
