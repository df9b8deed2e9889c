/** `joins`: what a record's own list leaves to another one, such as a merchant's logo. */
import * as z from "zod";
import { strict } from "../../../settings/strict.ts";
import type { FeedRecord } from "../../../decoders/decoder.ts";
import { FeedUnreadable } from "../../adapter.ts";
import { compilePath } from "../map/path.ts";
import { textOf } from "../map/value.ts";
import type { ParentRecords } from "./partitions.ts";

const joinSchema = strict({
  stream: z.string().min(1).describe("The name of one of streams: it is walked first."),
  parent_key: z.string().min(1).describe("The path of the key in that stream's records."),
  record_key: z.string().min(1).describe("The path of the same key in each record."),
  field: z.string().min(1).describe("What the record then has it under."),
  fields: z
    .array(z.array(z.string().min(1)).min(1))
    .min(1)
    .max(20)
    .describe("Paths of the values that are taken over, each under the last name of its path."),
});

export const joinsSchema = z.array(joinSchema).min(1).max(5);
export type Joins = z.output<typeof joinsSchema>;

const MOST_RECORDS = 100_000;

/** Reads the streams. @returns what completes a record @throws FeedUnreadable when there is too much to keep */
export async function joining(
  joins: Joins,
  records: ParentRecords,
): Promise<(record: FeedRecord) => FeedRecord> {
  const completions: ((record: FeedRecord) => FeedRecord)[] = [];
  for (const { stream, parent_key, record_key, field, fields } of joins) {
    const key = compilePath(parent_key);
    const readers = fields.map((path) => [path.at(-1) ?? "", compilePath(path.join("."))] as const);
    const known = new Map<string, FeedRecord>();
    for await (const record of records(stream)) {
      const value = textOf(key(record));
      if (value === null || known.has(value)) continue;
      known.set(
        value,
        Object.fromEntries(
          readers.map(([name, read]) => [name, (read(record) ?? null) as FeedRecord[string]]),
        ),
      );
      if (known.size > MOST_RECORDS)
        throw new FeedUnreadable(`the stream ${stream} has too many records to join`);
    }
    const own = compilePath(record_key);
    completions.push((record) => {
      const found = known.get(textOf(own(record)) ?? "");
      return found === undefined ? record : { ...record, [field]: found };
    });
  }
  return (record) => completions.reduce((completed, complete) => complete(completed), record);
}
