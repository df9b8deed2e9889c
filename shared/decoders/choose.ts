/** From the settings' decoder and the content's beginning to the decoder that reads it. */
import { decodeCsv } from "./csv.ts";
import { MAX_BYTES, MAX_RECORD_BYTES } from "./decoder.ts";
import type { Decoding } from "./decoder.ts";
import { assertFormat, detectFormat, readHead } from "./detect.ts";
import type { FeedFormat } from "./detect.ts";
import { decodeText } from "./encoding.ts";
import { decodeJson } from "./json.ts";
import { decodeJsonl } from "./jsonl.ts";
import type { DecoderSettings, PlainDecoderSettings } from "./schema.ts";
import { COMMON_RECORD_ELEMENTS, decodeXml } from "./xml.ts";

const HEAD_CHARS = 64 * 1024;

/** What is to be read, taken out of the archive it may have come in. */
export interface DecodePlan {
  /** A glob for the file inside a zip; null: the first. */
  readonly entry: string | null;
  readonly maxBytes: number;
  /** Null: the content tells. */
  readonly decoder: PlainDecoderSettings | null;
  readonly maxRecordBytes: number;
  readonly encoding: string | null;
}

export interface RecordPlace {
  readonly fieldPath: readonly string[];
  /** Null: not said. */
  readonly wrapSingle: boolean | null;
}

export interface DecodedFeed {
  readonly format: FeedFormat;
  readonly records: Decoding;
}

export function decodePlan(settings: DecoderSettings | undefined): DecodePlan {
  const outer = settings ?? { type: "AutoDecoder" };
  const isPlain =
    outer.type !== "AutoDecoder" && outer.type !== "GzipDecoder" && outer.type !== "ZipfileDecoder";
  const decoder = isPlain ? outer : (outer.decoder ?? null);
  const limits = decoder ?? (outer.type === "AutoDecoder" ? outer : null);
  return {
    entry: outer.type === "ZipfileDecoder" ? (outer.entry ?? null) : null,
    maxBytes: limits?.max_bytes ?? MAX_BYTES,
    maxRecordBytes: limits?.max_record_bytes ?? MAX_RECORD_BYTES,
    encoding: limits?.encoding ?? null,
    decoder,
  };
}

/**
 * Begins to read a feed's content, which is not packed any more.
 * @throws FeedUnreadable when the content is empty, an HTML page, or of another format than declared
 */
export async function decodeFeed(
  bytes: AsyncIterable<Uint8Array>,
  plan: DecodePlan,
  contentType: string | null,
  place: RecordPlace,
): Promise<DecodedFeed> {
  const text = decodeText(bytes, { declared: plan.encoding, contentType });
  const { head, all } = await readHead(text, HEAD_CHARS);
  const format = plan.decoder === null ? detectFormat(head, contentType) : FORMAT_OF[plan.decoder.type];
  assertFormat(head, format);
  return { format, records: recordsOf(format, all, plan, place) };
}

const FORMAT_OF: Readonly<Record<PlainDecoderSettings["type"], FeedFormat>> = {
  JsonDecoder: "json",
  JsonItemsDecoder: "json",
  JsonlDecoder: "jsonl",
  CsvDecoder: "csv",
  XmlDecoder: "xml",
};

function recordsOf(
  format: FeedFormat,
  text: AsyncIterable<string>,
  plan: DecodePlan,
  place: RecordPlace,
): Decoding {
  const { maxRecordBytes, decoder } = plan;
  switch (format) {
    case "json": {
      // At the top an object is an error message or a wrapper that was not declared, hardly ever one offer.
      const fieldPath = decoder?.type === "JsonItemsDecoder" ? itemsPath(decoder) : place.fieldPath;
      const wrapSingle = place.wrapSingle ?? fieldPath.length > 0;
      return decodeJson(text, { fieldPath, wrapSingle, maxRecordBytes });
    }
    case "jsonl":
      return decodeJsonl(text, { maxRecordBytes });
    case "csv":
      return decodeCsv(
        text,
        csvOptions(decoder?.type === "CsvDecoder" ? decoder : { type: "CsvDecoder" }, maxRecordBytes),
      );
    case "xml":
      return decodeXml(
        text,
        xmlOptions(decoder?.type === "XmlDecoder" ? decoder : { type: "XmlDecoder" }, maxRecordBytes),
      );
  }
}

const itemsPath = ({
  items_path,
}: Extract<PlainDecoderSettings, { type: "JsonItemsDecoder" }>): readonly string[] =>
  typeof items_path === "string" ? items_path.split(".") : items_path;

type CsvSettings = Extract<PlainDecoderSettings, { type: "CsvDecoder" }>;
type XmlSettings = Extract<PlainDecoderSettings, { type: "XmlDecoder" }>;

const csvOptions = (settings: CsvSettings, maxRecordBytes: number): Parameters<typeof decodeCsv>[1] => ({
  delimiter: settings.delimiter ?? null,
  quote: settings.quote === "" ? null : (settings.quote ?? '"'),
  columns: settings.columns ?? null,
  skipLines: settings.skip_lines ?? 0,
  comment: settings.comment ?? null,
  relaxQuotes: settings.relax_quotes ?? false,
  relaxColumnCount: settings.relax_column_count ?? false,
  trim: settings.trim ?? false,
  duplicateColumns: settings.duplicate_columns ?? "last",
  setValuesToNone: settings.set_values_to_none ?? [],
  maxRecordBytes,
});

const xmlOptions = (settings: XmlSettings, maxRecordBytes: number): Parameters<typeof decodeXml>[1] => ({
  recordElements:
    settings.record_element === undefined ? COMMON_RECORD_ELEMENTS : [settings.record_element].flat(),
  namespaces: settings.namespaces ?? {},
  attributePrefix: settings.attribute_prefix ?? "@",
  textKey: "#text",
  forceList: new Set(settings.force_list ?? []),
  lenient: settings.lenient ?? false,
  maxRecordBytes,
});
