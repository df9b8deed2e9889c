/** `decoder`: the format of a feed and its dialect, under Airbyte's names. */
import * as z from "zod";
import { strict } from "../settings/strict.ts";
import { encodingNamed } from "./encoding.ts";

const LIMITS = {
  max_bytes: z.int().positive().optional().describe("Largest feed after decompression. Default 2 GiB."),
  max_record_bytes: z.int().positive().optional().describe("Larger records are rejected. Default 5 MiB."),
  encoding: z
    .string()
    .refine(
      (label) => encodingNamed(label) !== null,
      "is not an encoding; examples: utf-8, windows-1252, utf-16le",
    )
    .optional()
    .describe("Default: byte order mark, XML declaration, HTTP charset, UTF-8, then windows-1252."),
};

const jsonDecoder = strict({ type: z.literal("JsonDecoder"), ...LIMITS });
const jsonItemsDecoder = strict({
  type: z.literal("JsonItemsDecoder"),
  ...LIMITS,
  items_path: z
    .union([z.string().min(1), z.array(z.string()).min(1)])
    .describe(
      "Where the list is: data.items, or key by key. Short for record_selector.extractor.field_path.",
    ),
});
const jsonlDecoder = strict({ type: z.literal("JsonlDecoder"), ...LIMITS });

const csvDecoder = strict({
  type: z.literal("CsvDecoder"),
  ...LIMITS,
  delimiter: z.string().min(1).max(4).optional().describe("Default: the one the header line shows."),
  quote: z.string().max(1).optional().describe('Default "; an empty text: quotes are ordinary characters.'),
  columns: z.array(z.string()).min(1).optional().describe("Column names, when the file has no header line."),
  skip_lines: z.int().min(0).optional().describe("Lines before the header."),
  comment: z.string().min(1).max(4).optional().describe("Lines that begin with this are left out."),
  relax_quotes: z.boolean().optional().describe('A " inside an unquoted value is an ordinary character.'),
  relax_column_count: z.boolean().optional().describe("Rows may have more or fewer values than the header."),
  trim: z.boolean().optional(),
  duplicate_columns: z
    .enum(["last", "group"])
    .optional()
    .describe("A column name that repeats: last wins, or a list."),
  set_values_to_none: z.array(z.string()).optional().describe("Values that mean empty, such as NULL or \\N."),
});

const recordElement = z.string().regex(/^\/[^/\s]+(\/[^/\s]+)*$/, "must be a path such as /rss/channel/item");

const xmlDecoder = strict({
  type: z.literal("XmlDecoder"),
  ...LIMITS,
  record_element: z
    .union([recordElement, z.array(recordElement).min(1)])
    .optional()
    .describe("Path of the element that repeats. Default: the records of RSS 2.0, Atom and RSS 1.0."),
  namespaces: z
    .record(z.string(), z.string())
    .optional()
    .describe("Prefix to URI: how the map calls a namespace."),
  attribute_prefix: z.string().optional().describe("Default @"),
  force_list: z.array(z.string()).optional().describe("Elements that are lists even when there is one."),
  lenient: z.boolean().optional().describe("Read on after mistakes such as a bare &."),
});

const plainDecoder = z.discriminatedUnion("type", [
  jsonDecoder,
  jsonItemsDecoder,
  jsonlDecoder,
  csvDecoder,
  xmlDecoder,
]);

/** Archives are recognised by their first bytes whatever is declared; these say so and name the zip entry. */
const gzipDecoder = strict({ type: z.literal("GzipDecoder"), decoder: plainDecoder.optional() });
const zipDecoder = strict({
  type: z.literal("ZipfileDecoder"),
  entry: z.string().min(1).optional().describe("A glob; default: the first file."),
  decoder: plainDecoder.optional(),
});
const autoDecoder = strict({ type: z.literal("AutoDecoder"), ...LIMITS, decoder: plainDecoder.optional() });

export const decoderSchema = z.discriminatedUnion("type", [
  jsonDecoder,
  jsonItemsDecoder,
  jsonlDecoder,
  csvDecoder,
  xmlDecoder,
  gzipDecoder,
  zipDecoder,
  autoDecoder,
]);

export type DecoderSettings = z.output<typeof decoderSchema>;
export type PlainDecoderSettings = z.output<typeof plainDecoder>;
