/** What a request says of its caller. */

export interface RequestCredentials {
  /** The header `authorization` as it came; null without one. */
  readonly authorization: string | null;
  /** The address that the request came from, where it is known. */
  readonly address: string | null;
}

/** A token or API key that does not hold. The message says why and what to do, and holds nothing of the token. */
export class Unauthenticated extends Error {
  override readonly name = "Unauthenticated";
}
