/** Links, changed as little as possible: what is not asked for stays byte for byte. */

const ABSOLUTE = /^[a-z][a-z0-9+.-]*:/i;

/** An absolute link stays as it is; a relative one is resolved. Null: it can't be. */
export function resolveUrl(link: string, base: string): string | null {
  if (ABSOLUTE.test(link)) return link;
  return URL.canParse(link, base) ? new URL(link, base).href : null;
}

/** Sets query parameters: one that is there is replaced where it stands, the others and the fragment stay untouched. */
export function addQuery(link: string, parameters: readonly (readonly [string, string])[]): string {
  const hash = link.indexOf("#");
  const fragment = hash < 0 ? "" : link.slice(hash);
  const whole = hash < 0 ? link : link.slice(0, hash);
  const mark = whole.indexOf("?");
  const path = mark < 0 ? whole : whole.slice(0, mark);
  let query =
    mark < 0
      ? []
      : whole
          .slice(mark + 1)
          .split("&")
          .filter((pair) => pair !== "");
  for (const [name, value] of parameters) {
    const pair = `${encodeURIComponent(name)}=${encodeURIComponent(value)}`;
    const at = query.findIndex((other) => nameOf(other) === name);
    query =
      at < 0
        ? [...query, pair]
        : [...query.slice(0, at), pair, ...query.slice(at + 1).filter((other) => nameOf(other) !== name)];
  }
  return path + (query.length === 0 ? "" : `?${query.join("&")}`) + fragment;
}

/** The name in `name=value`, decoded; as it is where it can't be. */
export function nameOf(pair: string): string {
  const name = pair.split("=", 1)[0] ?? "";
  return decoded(name.replaceAll("+", " ")) ?? name;
}

/** Percent-decoding; null for a broken sequence. */
export function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}
