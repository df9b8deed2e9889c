/** Paths into a record: `voucher.code`, `images.0.url`, `g:shipping.g:country`, `images.*.url`. */

export type PathReader = (record: unknown) => unknown;

/**
 * A reader for a path. A key that itself holds dots wins (`image[0].url` is a column name in Meta's files); a list
 * that meets a name reads that name of all its items, because one XML child and several must read alike.
 */
export function compilePath(path: string): PathReader {
  const segments = path.split(".");
  if (segments.length === 1) return (record) => step(record, path);
  return (record) => {
    const flat = ownValue(record, path);
    if (flat !== undefined) return flat;
    let value = record;
    for (const segment of segments) {
      value = step(value, segment);
      if (value === undefined) return undefined;
    }
    return value;
  };
}

const INDEX = /^\d+$/;

function step(value: unknown, segment: string): unknown {
  if (Array.isArray(value)) {
    if (segment === "*") return value;
    if (INDEX.test(segment)) return value[Number(segment)];
    const found = value.map((item) => step(item, segment)).filter((item) => item !== undefined);
    return found.length === 0 ? undefined : found.flat();
  }
  if (segment === "*") return typeof value === "object" && value !== null ? Object.values(value) : undefined;
  // One XML child where a list is meant: its first item is itself.
  if (segment === "0" && ownValue(value, segment) === undefined) return value;
  return ownValue(value, segment);
}

const ownValue = (value: unknown, key: string): unknown =>
  typeof value === "object" && value !== null && Object.hasOwn(value, key)
    ? (value as Record<string, unknown>)[key]
    : undefined;
