/** JSON documents: a list, a list at a path, or a map from id to record, read in constant memory. */
import { decodeInto } from "./decoder.ts";
import type { Decoding } from "./decoder.ts";
import { JsonRecords } from "./json-records.ts";
import type { JsonOptions } from "./json-records.ts";

/**
 * The records of a JSON document. Numbers come as the digits they were written with.
 * @throws FeedUnreadable when it is malformed, cut off, or has no list at `fieldPath`
 */
export const decodeJson = (text: AsyncIterable<string>, options: JsonOptions): Decoding =>
  decodeInto(new JsonRecords(options), text);
