/** Reads what a request says by what its route takes. */
import * as z from "zod";
import { LIMITS } from "../limits/limits.ts";
import { nestingOfText } from "../limits/nesting.ts";
import { type InputError, jsonPointer, Problem } from "./problems.ts";

/** A request as it arrived, whatever server it came through. */
export interface RestRequest {
  readonly method: string;
  /** Below `/api`, percent-encoded, without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** Empty without one. */
  readonly body: string;
}

/**
 * The query's parameters, typed by the schema. A list is comma-separated or given several times. A parameter without a
 * value counts as left out.
 * @throws Problem 400 UNKNOWN_PARAMETER or INVALID_PARAMETER, which name them
 */
export function readQuery(schema: z.ZodObject | null, query: URLSearchParams): unknown {
  const shape: Readonly<Record<string, z.core.$ZodType>> = schema?.shape ?? {};
  const names = [...new Set(query.keys())];
  const unknown = names.filter((name) => !Object.hasOwn(shape, name));
  if (unknown.length > 0) {
    const known = Object.keys(shape);
    const takes = known.length === 0 ? "It takes none." : `It takes ${known.join(", ")}.`;
    throw new Problem(400, "UNKNOWN_PARAMETER", `This address does not take ${shown(unknown)}. ${takes}`, {
      errors: unknown.map((parameter) => ({ parameter, message: "is not a parameter of this address" })),
    });
  }
  const given = names.flatMap((name) => {
    const values = query.getAll(name).filter((value) => value !== "");
    return values.length === 0 ? [] : [[name, typed(shape[name], values)] as const];
  });
  const result = (schema ?? z.object()).safeParse(Object.fromEntries(given));
  if (result.success) return result.data;
  const errors = result.error.issues.map(({ path, message }) => ({ parameter: String(path[0]), message }));
  throw new Problem(
    400,
    "INVALID_PARAMETER",
    sentence(errors, ({ parameter }) => parameter ?? ""),
    { errors },
  );
}

const shown = (names: readonly string[]): string =>
  names
    .slice(0, 10)
    .map((name) => JSON.stringify(name.slice(0, 40)))
    .join(", ");

/** What the text stands for; a text that stands for nothing of the kind stays one, and is refused as such. */
function typed(schema: z.core.$ZodType | undefined, values: readonly string[]): unknown {
  const type = inner(schema);
  if (type instanceof z.ZodArray) return values.flatMap((value) => value.split(","));
  const [value, second] = values;
  if (second !== undefined) return values;
  if (type instanceof z.ZodNumber) return value?.trim() === "" ? value : Number(value);
  if (type instanceof z.ZodBoolean) return value === "true" ? true : value === "false" ? false : value;
  return value;
}

function inner(schema: z.core.$ZodType | undefined): z.core.$ZodType | undefined {
  let type = schema;
  while (type instanceof z.ZodOptional || type instanceof z.ZodDefault) type = type.unwrap();
  return type;
}

const JSON_TYPE = /^application\/(?:[\w.+-]+\+)?json\s*(?:;|$)/i;

/**
 * The body, typed by the schema. Without a schema only an empty one is taken.
 * @throws Problem 413 for what is too large, 415 for what is no JSON by its type, 400 for what is none by its text, 422 for what does not fit
 */
export function readBody(schema: z.ZodType | null, { body, headers }: RestRequest): unknown {
  if (Buffer.byteLength(body) > LIMITS.bodyBytes) {
    throw new Problem(413, "PAYLOAD_TOO_LARGE", `The body is larger than ${LIMITS.bodyBytes} bytes.`);
  }
  const empty = body.trim() === "";
  if (!empty && !JSON_TYPE.test(headers["content-type"] ?? "")) {
    throw new Problem(415, "UNSUPPORTED_MEDIA_TYPE", "Send the body as application/json.");
  }
  const json = empty ? undefined : parsed(body);
  const result = (schema ?? z.strictObject({}).optional()).safeParse(json);
  if (result.success) return result.data;
  if (empty) throw new Problem(422, "INVALID_BODY", "This address needs a body, as application/json.");
  const errors = result.error.issues.map(({ path, message }) => ({
    pointer: jsonPointer(path),
    message,
  }));
  throw new Problem(
    422,
    "INVALID_BODY",
    sentence(errors, ({ pointer }) => pointer || "the body"),
    { errors },
  );
}

function parsed(body: string): unknown {
  // Before anything descends into it.
  if (nestingOfText(body) > LIMITS.jsonLevels) {
    throw new Problem(
      400,
      "LIMIT_EXCEEDED",
      `The body has more than ${LIMITS.jsonLevels} levels of objects and lists.`,
    );
  }
  try {
    return JSON.parse(body);
  } catch {
    // The parser's own message quotes the text, which may hold credentials.
    throw new Problem(400, "INVALID_JSON", "The body is no JSON.");
  }
}

const sentence = (errors: readonly InputError[], name: (error: InputError) => string): string =>
  errors.map((error) => `${name(error)}: ${error.message}`).join("; ");
