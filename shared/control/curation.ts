/** What editors do to single offers: hide, show again, roll back, override. Each is a version with its author. */
import { done, type Outcome, refused, type Refusal } from "./outcome.ts";
import type { Ledger } from "../ledger/ledger.ts";
import { heardAt, type VersionRecord } from "../ledger/records.ts";
import {
  contradictions,
  type EditorInput,
  type FieldFault,
  readEditorFields,
} from "../offer/editor-fields.ts";
import {
  edited,
  type Edits,
  editsOf,
  OVERRIDABLE_FIELDS,
  saidFingerprint,
  sourceContent,
} from "../offer/editorial.ts";

const noOffer = (id: string): ReturnType<typeof refused> =>
  refused("OFFER_NOT_FOUND", `There is no offer "${id}".`, ["id"]);

/** The part of the ledger that is worked with. */
export type CuratedLedger = Pick<Ledger, "current" | "version" | "amend">;

export class Curation {
  readonly #ledger: CuratedLedger;
  readonly #now: () => Date;

  constructor(ledger: CuratedLedger, now: () => Date) {
    this.#ledger = ledger;
    this.#now = now;
  }

  async hideOffer(id: string, reason: string | null, author: string): Promise<Outcome<VersionRecord>> {
    return this.#amend(id, () => ({ cause: "ADMIN", author, reason, hidden: true }));
  }

  async unhideOffer(id: string, author: string): Promise<Outcome<VersionRecord>> {
    return this.#amend(id, () => ({ cause: "ADMIN", author, reason: null, hidden: false }));
  }

  /**
   * Puts back an earlier version as it was shown, with what was overridden then. It stays until the source itself says
   * something new.
   */
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
    return this.#amend(id, () => ({
      cause: "ROLLBACK",
      author,
      reason: `to version ${toVersion}`,
      shown: target,
      saidAt: heardAt(target),
    }));
  }

  /**
   * Puts an editor's values in the place of the source's, on top of those that are there already, until they are cleared.
   * @param input what is to be shown; null: none; left out: as it is
   */
  async overrideOffer(id: string, input: EditorInput, author: string): Promise<Outcome<VersionRecord>> {
    const { edits, faults } = readEditorFields(input, this.#now());
    if (faults.length > 0) return invalid(faults);
    if (Object.keys(edits).length === 0)
      return invalid([{ path: [], message: "Nothing is said: name at least one field to override." }]);
    return this.#edit(id, author, (before) => ({ ...before, ...edits }));
  }

  /** Gives fields back to the source. @param fields null: all of them */
  async clearOverrides(
    id: string,
    fields: readonly string[] | null,
    author: string,
  ): Promise<Outcome<VersionRecord>> {
    const cleared: readonly string[] = fields ?? OVERRIDABLE_FIELDS;
    const known: readonly string[] = OVERRIDABLE_FIELDS;
    const unknown = cleared.filter((field) => !known.includes(field));
    if (unknown.length > 0) {
      const message = `There is nothing to override in ${unknown.join(", ")}. What can be: ${known.join(", ")}.`;
      return refused("OVERRIDE_INVALID", message, ["fields"]);
    }
    return this.#edit(id, author, (before) =>
      Object.fromEntries(Object.entries(before).filter(([field]) => !cleared.includes(field))),
    );
  }

  async #edit(id: string, author: string, edit: (before: Edits) => Edits): Promise<Outcome<VersionRecord>> {
    try {
      return await this.#amend(id, (current) => {
        const said = { content: sourceContent(current), fingerprint: saidFingerprint(current) };
        const edits = edit(editsOf(current));
        const shown = edited(said, edits);
        const faults = contradictions(shown.content, edits);
        if (faults.length > 0) throw new Contradictory(faults);
        return { cause: "ADMIN", author, reason: null, shown };
      });
    } catch (error) {
      if (error instanceof Contradictory) return invalid(error.faults);
      throw error;
    }
  }

  async #amend(id: string, amend: Parameters<Ledger["amend"]>[1]): Promise<Outcome<VersionRecord>> {
    const record = await this.#ledger.amend(id, amend, this.#now());
    return record ? done(record) : noOffer(id);
  }
}

/** What editors say does not fit together, or not with what the source says. */
class Contradictory extends Error {
  override readonly name = "Contradictory";
  readonly faults: readonly FieldFault[];

  constructor(faults: readonly FieldFault[]) {
    super(faults.map(({ message }) => message).join(" "));
    this.faults = faults;
  }
}

function invalid(faults: readonly FieldFault[]): Refusal {
  const [error, ...more] = faults.map(({ path, message }) => ({
    code: "OVERRIDE_INVALID" as const,
    message,
    field: ["input", ...path],
  }));
  if (error === undefined) throw new Error("a refusal says what is wrong");
  return { ok: false, error, more };
}
