/** Settings documents in their long form: `$ref` to `definitions`, and the offers among `streams`. */
import type * as z from "zod";
import { closest } from "../../settings/strict.ts";
import { isObject } from "./map/value.ts";

type Document = Readonly<Record<string, unknown>>;
type Path = readonly (string | number)[];

/** Each may hold others: without a limit a short document could become an endless one. */
const MOST_REFERENCES = 1_000;

class Mistake extends Error {
  readonly path: Path;

  constructor(path: Path, message: string) {
    super(message);
    this.path = path;
  }
}

/** For `z.preprocess`: the document in its short form, with everything in its place. What is wrong is left to the schema. */
export function shortForm(given: unknown, context: z.core.$RefinementCtx): unknown {
  if (!isObject(given)) return given;
  try {
    const { definitions: _, ...document } = new References(given).resolved(given, [], []) as Document;
    return withOffers(document);
  } catch (error) {
    if (!(error instanceof Mistake)) throw error;
    context.issues.push({ code: "custom", path: [...error.path], message: error.message, input: given });
    return given;
  }
}

class References {
  readonly #document: Document;
  #count = 0;

  constructor(document: Document) {
    this.#document = document;
  }

  /** @param open references that are being resolved: one of them inside is a circle */
  resolved(value: unknown, path: Path, open: readonly string[]): unknown {
    if (Array.isArray(value)) return value.map((each, place) => this.resolved(each, [...path, place], open));
    if (!isObject(value)) return value;
    const { $ref: reference, ...own } = value;
    const entries = Object.entries(own)
      // They are looked at where they are referred to.
      .filter(([key]) => path.length > 0 || key !== "definitions")
      .map(([key, each]): [string, unknown] => [key, this.resolved(each, [...path, key], open)]);
    const written = Object.fromEntries(entries);
    if (reference === undefined) return written;
    if (typeof reference !== "string")
      throw new Mistake(path, '"$ref" must be a text such as #/definitions/auth');
    this.#count += 1;
    if (this.#count > MOST_REFERENCES)
      throw new Mistake(path, `there are more than ${MOST_REFERENCES} references`);
    if (open.includes(reference)) throw new Mistake(path, `"$ref": "${reference}" leads back to itself`);
    const target = this.resolved(this.#target(reference, path), path, [...open, reference]);
    // What stands beside a reference changes what it leads to.
    return entries.length === 0 ? target : { ...(isObject(target) ? target : {}), ...written };
  }

  #target(reference: string, path: Path): unknown {
    if (!reference.startsWith("#/")) {
      throw new Mistake(path, `"$ref": "${reference}" must begin with #/, such as #/definitions/auth`);
    }
    let value: unknown = this.#document;
    for (const escaped of reference.slice(2).split("/")) {
      const key = escaped.replaceAll("~1", "/").replaceAll("~0", "~");
      const inside = typeof value === "object" && value !== null ? Object.entries(value) : [];
      const found = inside.find(([name]) => name === key);
      if (found === undefined) {
        const meant = closest(
          key,
          inside.map(([name]) => name),
        );
        throw new Mistake(
          path,
          `"$ref": "${reference}" leads nowhere${meant === null ? "" : `: did you mean "${meant}"?`}`,
        );
      }
      [, value] = found;
    }
    return value;
  }
}

/** The stream of the offers is written at the top; the others are those it is found by. */
function withOffers(document: Document): Document {
  const { streams } = document;
  if (!Array.isArray(streams)) return document;
  const isOffers = (stream: unknown): stream is Document =>
    isObject(stream) && (stream["name"] === "offers" || stream["map"] !== undefined);
  const [offers, another] = streams.filter(isOffers);
  if (offers === undefined) return document;
  const place = streams.indexOf(offers);
  if (another !== undefined) {
    throw new Mistake(
      ["streams", streams.indexOf(another)],
      "only one stream brings the offers: the one that is called offers, or has a map. Make a source of each",
    );
  }
  const { name: _name, type: _type, ...own } = offers;
  const twice = Object.keys(own).find((key) => document[key] !== undefined);
  if (twice !== undefined) {
    throw new Mistake(["streams", place, twice], "stands at the top of the settings too: write it once");
  }
  const { streams: _streams, ...top } = document;
  const others = streams.filter((stream) => stream !== offers);
  return { ...top, ...own, ...(others.length > 0 && { streams: others }) };
}
