/** `transformations`: changes to a record's keys before it is mapped, under Airbyte's names. */
import * as z from "zod";
import type { FeedRecord, FeedValue } from "../../decoders/decoder.ts";
import { strict } from "../../settings/strict.ts";

export const transformationSchema = z.discriminatedUnion("type", [
  strict({ type: z.literal("KeysToLower") }),
  strict({ type: z.literal("KeysToSnakeCase") }),
  strict({ type: z.literal("KeysReplace"), old: z.string().min(1), new: z.string() }),
]);

export type Transformation = z.output<typeof transformationSchema>;

/** `Image Link`, `imageLink` and `image-link` become `image_link`; prefixes and brackets stay. */
export const snakeCase = (key: string): string =>
  key
    .trim()
    .replace(/([a-z\d])([A-Z])/g, "$1_$2")
    .replace(/[\s-]+/g, "_")
    .toLowerCase();

/** Null when there is nothing to do. Keys repeat in every record, so each is worked out once. */
export function compileTransformations(
  transformations: readonly Transformation[],
): ((record: FeedRecord) => FeedRecord) | null {
  if (transformations.length === 0) return null;
  const names = new Map<string, string>();
  const renamed = (key: string): string => {
    let name = names.get(key);
    if (name === undefined) names.set(key, (name = transformations.reduce(rename, key)));
    return name;
  };
  const transformed = (record: FeedRecord): FeedRecord => {
    const result: FeedRecord = {};
    for (const key in record) result[renamed(key)] = value(record[key] ?? null);
    return result;
  };
  const value = (old: FeedValue): FeedValue =>
    Array.isArray(old) ? old.map(value) : typeof old === "object" && old !== null ? transformed(old) : old;
  return transformed;
}

function rename(key: string, transformation: Transformation): string {
  switch (transformation.type) {
    case "KeysToLower":
      return key.toLowerCase();
    case "KeysToSnakeCase":
      return snakeCase(key);
    case "KeysReplace":
      return key.replaceAll(transformation.old, transformation.new);
  }
}
