/** What an admin does to single offers: hide, show again, roll back. Each is a version with its author. */
import { done, type Outcome, refused } from "./outcome.ts";
import type { Ledger } from "../ledger/ledger.ts";
import { heardAt, type VersionRecord } from "../ledger/records.ts";

const noOffer = (id: string): ReturnType<typeof refused> =>
  refused("OFFER_NOT_FOUND", `There is no offer "${id}".`, ["id"]);

export class Curation {
  readonly #ledger: Ledger;
  readonly #now: () => Date;

  constructor(ledger: Ledger, now: () => Date) {
    this.#ledger = ledger;
    this.#now = now;
  }

  async hideOffer(id: string, reason: string | null, author: string): Promise<Outcome<VersionRecord>> {
    const record = await this.#ledger.amend(
      id,
      { cause: "ADMIN", author, reason, hidden: true },
      this.#now(),
    );
    return record ? done(record) : noOffer(id);
  }

  async unhideOffer(id: string, author: string): Promise<Outcome<VersionRecord>> {
    const record = await this.#ledger.amend(
      id,
      { cause: "ADMIN", author, reason: null, hidden: false },
      this.#now(),
    );
    return record ? done(record) : noOffer(id);
  }

  /** Puts back an earlier version's content. It stays until the source itself says something new. */
  async rollbackOffer(id: string, toVersion: number, author: string): Promise<Outcome<VersionRecord>> {
    const target = await this.#ledger.version(id, toVersion);
    if (!target) {
      const current = await this.#ledger.current(id);
      return current
        ? refused(
            "VERSION_NOT_FOUND",
            `Offer "${id}" has no version ${toVersion}; its newest is ${current.version}.`,
            ["toVersion"],
          )
        : noOffer(id);
    }
    const { content, fingerprint } = target;
    const amendment = {
      cause: "ROLLBACK",
      author,
      reason: `to version ${toVersion}`,
      content,
      fingerprint,
      saidAt: heardAt(target),
    } as const;
    const record = await this.#ledger.amend(id, amendment, this.#now());
    return record ? done(record) : noOffer(id);
  }
}
