/** What a caller can get wrong when asking the read model. */

/** The cursor is not one of ours, or belongs to another list: start over without it. */
export class BadCursor extends Error {
  override readonly name = "BadCursor";
}

/** A filter's value cannot be read; the message says which and what is expected. */
export class InvalidFilter extends Error {
  override readonly name = "InvalidFilter";
}
