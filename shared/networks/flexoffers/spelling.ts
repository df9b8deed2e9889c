/** FlexOffers' field names, however they are cased: JSON, CSV and releases of the API do not agree on them. */

/**
 * The record with those of its keys that differ from a known name by case only renamed to it (`ImageURL`, `imageUrl`).
 * Anything but an object comes back as it is.
 */
export function spelt(raw: unknown, names: readonly string[]): unknown {
  if (typeof raw !== "object" || raw === null || Array.isArray(raw)) return raw;
  const known = new Map(names.map((name) => [name.toLowerCase(), name]));
  return Object.fromEntries(
    Object.entries(raw).map(([key, value]) => [known.get(key.toLowerCase()) ?? key, value]),
  );
}
