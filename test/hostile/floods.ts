/** Operations too large to keep in files: what each has too much of, and how it must be refused. */

export interface Flood {
  readonly title: string;
  readonly query: string;
  readonly code: RegExp;
}

const times = (count: number, of: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => of(index)).join(" ");

const nested = (levels: number, field: string, within: string): string =>
  `${`${field} { `.repeat(levels)}${within}${" }".repeat(levels)}`;

const VERSIONS = "versions(first: 1) { nodes { offer {";

export const floods: readonly Flood[] = [
  {
    title: "levels",
    query: `{ offer(id: "x") { ${times(100, () => VERSIONS)} id ${"} } }".repeat(100)} } }`,
    code: /^LIMIT_EXCEEDED$/,
  },
  { title: "levels that are no fields", query: nested(1_900, "a", "b"), code: /PARSE|VALIDATION/ },
  { title: "brackets", query: "{".repeat(200_000), code: /PARSE/ },
  { title: "lists in an argument", query: `{ offer(id: ${"[".repeat(50_000)}) { id } }`, code: /PARSE/ },
  {
    title: "aliases",
    query: `{ ${times(500, (n) => `a${n}: stats { active }`)} }`,
    code: /^LIMIT_EXCEEDED$/,
  },
  { title: "the same field", query: `{ stats { ${times(3_900, () => "active")} } }`, code: /VALIDATION/ },
  {
    title: "the same root field",
    query: `{ ${times(900, () => "stats { active }")} }`,
    code: /^LIMIT_EXCEEDED/,
  },
  {
    title: "fields that must be compared",
    query: `{ ${times(450, (n) => `stats { x: ${n % 2 ? "active" : "expired"} }`)} }`,
    code: /VALIDATION|LIMIT/,
  },
  {
    title: "directives",
    query: `{ stats { active ${times(1_900, () => "@skip")} } }`,
    code: /VALIDATION|LIMIT/,
  },
  {
    title: "directives that do not exist",
    query: `{ stats { active ${times(1_900, (n) => `@d${n}`)} } }`,
    code: /VALIDATION|LIMIT/,
  },
  {
    title: "fragments that spread one another",
    query: `{ stats { ...F0 } } ${times(100, (n) => `fragment F${n} on FeedStats { active ...F${n + 1} ...F${n + 1} }`)} fragment F100 on FeedStats { active }`,
    code: /^LIMIT_EXCEEDED$/,
  },
  {
    title: "fragments",
    query: `{ stats { active } } ${times(500, (n) => `fragment F${n} on FeedStats { active }`)}`,
    code: /VALIDATION/,
  },
  {
    title: "variables that are not used",
    query: `query (${times(900, (n) => `$v${n}: Int`)}) { stats { active } }`,
    code: /VALIDATION/,
  },
  { title: "words", query: `{ ${times(20_000, (n) => `f${n}`)} }`, code: /PARSE/ },
  { title: "a text", query: `{ offer(id: "${"x".repeat(500_000)}") { id } }`, code: /^LIMIT_EXCEEDED$/ },
  {
    title: "values in a list",
    query: `{ offers(filter: { networkIds: [${times(1_500, (n) => `"n${n}"`)}] }) { totalCount } }`,
    code: /^LIMIT_EXCEEDED$/,
  },
  {
    title: "pages at once",
    query: `{ ${times(25, (n) => `p${n}: offers(first: 200) { nodes { id versions(first: 200) { nodes { version } } } }`)} }`,
    code: /^LIMIT_EXCEEDED$/,
  },
  {
    title: "words to search for",
    query: `{ offers(filter: { text: "${times(200, (n) => `w${n}`)}" }) { totalCount } }`,
    code: /^(OK|BAD_USER_INPUT)$/,
  },
];
