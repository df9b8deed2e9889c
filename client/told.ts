/** Which changes have been told, on two ways that bring each of them in an order of its own. */
import type { OfferChangeFieldsFragment } from "./generated/operations.ts";

type Change = Pick<OfferChangeFieldsFragment, "offerId" | "version">;

/** A change is known by its offer's id and version. */
const keyOf = ({ offerId, version }: Change): string => `${offerId}#${version}`;

/** How many changes either way may be ahead of the other; beyond that a change may be told a second time. */
const MOST = 100_000;

export class ToldChanges {
  /** Told live, and not met in the log yet. */
  readonly #live = new Set<string>();
  /** Told from the log, and not come live yet. */
  readonly #logged = new Set<string>();

  /** @returns whether a change that came live is news */
  tellLive(change: Change): boolean {
    const key = keyOf(change);
    if (this.#live.has(key) || this.#logged.delete(key)) return false;
    remember(this.#live, key);
    return true;
  }

  /** @returns whether a change in the log is news; the log is read once, so each change is met there once */
  tellLogged(change: Change): boolean {
    const key = keyOf(change);
    if (this.#live.delete(key)) return false;
    remember(this.#logged, key);
    return true;
  }
}

function remember(keys: Set<string>, key: string): void {
  keys.add(key);
  if (keys.size <= MOST) return;
  const [oldest] = keys;
  if (oldest !== undefined) keys.delete(oldest);
}
