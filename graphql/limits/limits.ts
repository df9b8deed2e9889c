/**
 * What one operation may ask for. `docs/security.md` has the same table for people, and says which of them AppSync
 * keeps by itself.
 */

export const LIMITS = {
  /** Levels of fields within one another. */
  depth: 12,
  /** Words and signs of a document; the publications of a full batch have about 2,000. */
  tokens: 4_000,
  /** Fields with another name, in the whole operation; a full batch of publications has 25. */
  aliases: 30,
  /** Queries or mutations in one operation. */
  rootFields: 30,
  /** Directives on one field, fragment or operation. */
  directives: 4,
  /** What an operation may cost: see `complexity.ts`. */
  complexity: 10_000,
  /** Bytes of a request over HTTP: what AppSync takes. */
  bodyBytes: 1_000_000,
  /** Bytes of an operation's variables, as JSON. The feed's own publications are not held to it. */
  variableBytes: 256_000,
  /** Levels of objects and lists in the variables. */
  variableLevels: 20,
  /** Levels of a JSON argument: DynamoDB keeps 32. */
  jsonLevels: 30,
  /** Values in one list of an argument. */
  listItems: 200,
  /** Characters of an id. A key of DynamoDB has 2,048 bytes. */
  idLength: 512,
  /** Characters of what is searched for. */
  searchLength: 1_000,
  /** Characters of a JSON argument: more than what AppSync can tell a subscriber. */
  jsonLength: 250_000,
  /** Characters of any other text. */
  textLength: 10_000,
  /** Items that one batch of a field below a list may page through, behind AppSync, where an operation's complexity is not known. */
  batchItems: 4_000,
  /** Milliseconds: what AppSync gives an operation. */
  operationMs: 30_000,
} as const;

/** The database gives a statement up while its caller can still be told. */
export const STATEMENT_TIMEOUT_MS = LIMITS.operationMs - 2_000;

/** Whole numbers, written as people do. */
export const inWords = (value: number): string => value.toLocaleString("en-GB");
