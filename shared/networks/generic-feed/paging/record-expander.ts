/** `record_expander`: one record that holds several becomes these. */
import * as z from "zod";
import { strict } from "../../../settings/strict.ts";
import type { FeedRecord } from "../../../decoders/decoder.ts";
import { compilePath } from "../map/path.ts";
import { isObject } from "../map/value.ts";

export const recordExpanderSchema = strict({
  type: z.literal("RecordExpander").optional(),
  expand_records_from_field: z
    .array(z.string().min(1))
    .min(1)
    .describe("The path of the list inside a record."),
  remain_original_record: z
    .boolean()
    .optional()
    .describe("Each of the list's records has the whole one as original_record."),
  on_no_records: z
    .enum(["skip", "emit_parent"])
    .optional()
    .describe("What becomes of a record whose list is empty. Default skip."),
});

interface Selector {
  readonly extractor?:
    { readonly record_expander?: z.output<typeof recordExpanderSchema> | undefined } | undefined;
}

export function expandRecords(records: readonly FeedRecord[], selector: Selector | undefined): FeedRecord[] {
  const expander = selector?.extractor?.record_expander;
  if (expander === undefined) return [...records];
  const read = compilePath(expander.expand_records_from_field.join("."));
  return records.flatMap((record): FeedRecord[] => {
    const inside = [read(record)].flat().filter(isObject) as FeedRecord[];
    if (inside.length === 0) return expander.on_no_records === "emit_parent" ? [record] : [];
    return expander.remain_original_record
      ? inside.map((each) => ({ ...each, original_record: record }))
      : inside;
  });
}
