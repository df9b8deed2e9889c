/** A token or API key that does not hold. The message says why and what to do, and holds nothing of the token. */
export class Unauthenticated extends Error {
  override readonly name = "Unauthenticated";
}
