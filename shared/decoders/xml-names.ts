/** What an element is called in a record: its namespace decides, not the prefix the file happens to use. */

/** Prefix → namespace URI, as the settings declare them. */
export type Namespaces = Readonly<Record<string, string>>;

export interface NameRules {
  /** The record's key for a name: `g:price`, `title`. */
  keyOf(uri: string, prefix: string, local: string): string;
  /** The URI of a prefix the document uses without declaring it. */
  uriOf(prefix: string): string;
}

// `https` and a missing slash at the end occur in the wild for the same namespace.
const comparable = (uri: string): string => uri.replace(/^https?:\/\//i, "").replace(/\/+$/, "");

export function nameRules(namespaces: Namespaces): NameRules {
  const prefixes = new Map(Object.entries(namespaces).map(([prefix, uri]) => [comparable(uri), prefix]));
  const known = new Map<string, string | null>();
  const prefixFor = (uri: string): string | null => {
    let prefix = known.get(uri);
    if (prefix === undefined) known.set(uri, (prefix = prefixes.get(comparable(uri)) ?? null));
    return prefix;
  };
  return {
    keyOf(uri, prefix, local) {
      const shown = (uri === "" ? null : prefixFor(uri)) ?? prefix;
      return shown === "" ? local : `${shown}:${local}`;
    },
    uriOf: (prefix) => namespaces[prefix] ?? `undeclared:${prefix}`,
  };
}
