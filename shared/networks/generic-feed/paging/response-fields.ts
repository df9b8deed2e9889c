/** `response_fields`: values that an answer says once, beside its records, such as their currency. */
import * as z from "zod";
import type { FeedRecord } from "../../../decoders/decoder.ts";
import { compilePath } from "../map/path.ts";
import { textOf } from "../map/value.ts";

export const responseFieldsSchema = z
  .array(z.array(z.string().min(1)).min(1))
  .min(1)
  .max(20)
  .describe("Paths of values beside the records, which each record then has: the map reads response.….");

interface Selector {
  readonly extractor?:
    { readonly response_fields?: z.output<typeof responseFieldsSchema> | undefined } | undefined;
}

/** By the last name of each path; null where none are wanted. */
export function responseFields(selector: Selector | undefined, response: unknown): FeedRecord | null {
  const paths = selector?.extractor?.response_fields;
  if (paths === undefined) return null;
  return Object.fromEntries(
    paths.map((path) => [path.at(-1) ?? "", textOf(compilePath(path.join("."))(exact(response)))]),
  );
}

/** Numbers as texts, as records have them. */
const exact = (value: unknown): unknown =>
  typeof value === "number"
    ? String(value)
    : Array.isArray(value)
      ? value.map(exact)
      : typeof value === "object" && value !== null
        ? Object.fromEntries(Object.entries(value).map(([key, inside]) => [key, exact(inside)]))
        : value;
