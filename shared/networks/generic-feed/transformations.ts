/** `transformations`: changes to a record before it is mapped, under Airbyte's names. */
import * as z from "zod";
import type { FeedRecord, FeedValue } from "../../decoders/decoder.ts";
import { strict } from "../../settings/strict.ts";
import { recordTemplate } from "./map/schema.ts";
import { compilePath } from "./map/path.ts";
import { isObject } from "./map/value.ts";
import { compileTemplate } from "./template/template.ts";

const path = z.array(z.string().min(1)).min(1);

export const transformationSchema = z.discriminatedUnion("type", [
  strict({ type: z.literal("KeysToLower") }),
  strict({ type: z.literal("KeysToSnakeCase") }),
  strict({ type: z.literal("KeysReplace"), old: z.string().min(1), new: z.string() }),
  strict({
    type: z.literal("AddFields"),
    fields: z
      .array(strict({ type: z.literal("AddedFieldDefinition").optional(), path, value: recordTemplate }))
      .min(1)
      .describe("A field whose template lacks a value is not added."),
  }),
  strict({ type: z.literal("RemoveFields"), field_pointers: z.array(path).min(1) }),
  strict({
    type: z.literal("FlattenFields"),
    flatten_lists: z.boolean().optional().describe("Items of lists become fields too. Default true."),
  }),
  strict({
    type: z.literal("DpathFlattenFields"),
    field_path: path,
    delete_origin_value: z.boolean().optional(),
  }),
]);

export type Transformation = z.output<typeof transformationSchema>;
type Change = (record: FeedRecord) => FeedRecord;

/** `Image Link`, `imageLink` and `image-link` become `image_link`; prefixes and brackets stay. */
export const snakeCase = (key: string): string =>
  key
    .trim()
    .replace(/([a-z\d])([A-Z])/g, "$1_$2")
    .replace(/[\s-]+/g, "_")
    .toLowerCase();

/** Null when there is nothing to do. In the order of the settings. */
export function compileTransformations(
  transformations: readonly Transformation[],
  config: Readonly<Record<string, string>> = {},
): Change | null {
  if (transformations.length === 0) return null;
  const changes = transformations.map((each) => compileOne(each, config));
  return (record) => changes.reduce((changed, change) => change(changed), record);
}

function compileOne(transformation: Transformation, config: Readonly<Record<string, string>>): Change {
  switch (transformation.type) {
    case "KeysToLower":
      return renaming((key) => key.toLowerCase());
    case "KeysToSnakeCase":
      return renaming(snakeCase);
    case "KeysReplace":
      return renaming((key) => key.replaceAll(transformation.old, transformation.new));
    case "AddFields":
      return adding(transformation.fields, config);
    case "RemoveFields":
      return (record) => transformation.field_pointers.reduce(without, record);
    case "FlattenFields":
      return (record) => flattened(record, transformation.flatten_lists ?? true);
    case "DpathFlattenFields": {
      const read = compilePath(transformation.field_path.join("."));
      return (record) => {
        const inside = read(record);
        if (!isObject(inside)) return record;
        const left = transformation.delete_origin_value ? without(record, transformation.field_path) : record;
        return { ...left, ...(inside as FeedRecord) };
      };
    }
  }
}

/** Keys repeat in every record, so each is worked out once. */
function renaming(rename: (key: string) => string): Change {
  const names = new Map<string, string>();
  const renamed = (key: string): string => {
    let name = names.get(key);
    if (name === undefined) names.set(key, (name = rename(key)));
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

function adding(
  fields: readonly { readonly path: readonly string[]; readonly value: string }[],
  config: Readonly<Record<string, string>>,
): Change {
  const templates = fields.map(({ path: to, value }) => ({
    to,
    fill: compileTemplate(value, ["record", "config"]),
  }));
  return (record) =>
    templates.reduce((changed, { to, fill }) => {
      const value = fill({ record: changed, config });
      return value === null ? changed : withField(changed, to, value);
    }, record);
}

function withField(record: FeedRecord, [name = "", ...rest]: readonly string[], value: string): FeedRecord {
  if (rest.length === 0) return { ...record, [name]: value };
  const inside = record[name];
  return { ...record, [name]: withField(isObject(inside) ? (inside as FeedRecord) : {}, rest, value) };
}

function without(record: FeedRecord, [name = "", ...rest]: readonly string[]): FeedRecord {
  const { [name]: inside, ...others } = record;
  if (inside === undefined) return record;
  if (rest.length === 0) return others;
  return isObject(inside) ? { ...record, [name]: without(inside as FeedRecord, rest) } : record;
}

/** `{a: {b: 1}}` becomes `{"a.b": 1}`. */
function flattened(record: FeedRecord, lists: boolean): FeedRecord {
  const result: FeedRecord = {};
  const walk = (value: FeedValue, name: string): void => {
    const isOpen = Array.isArray(value) ? lists : isObject(value);
    if (!isOpen) {
      result[name] = value;
      return;
    }
    for (const [key, each] of Object.entries(value as FeedRecord))
      walk(each, name === "" ? key : `${name}.${key}`);
  };
  walk(record, "");
  return result;
}
