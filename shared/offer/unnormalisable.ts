/** A record that cannot be made an offer: the reason is counted and shown, the run goes on. */
export class Unnormalisable extends Error {
  override readonly name = "Unnormalisable";
}
