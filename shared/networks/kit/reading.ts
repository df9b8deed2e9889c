/** Reading raw records by a schema, with rejections that let a person find the record. */
import type * as z from "zod";
import { RecordRejected } from "../adapter.ts";

/**
 * @param what the record's kind in the network's own word ("promotion", "link")
 * @param idKeys the record's own keys that name it, best first
 * @throws RecordRejected naming the record and the field that does not fit
 */
export function readRecord<T>(
  schema: z.ZodType<T>,
  raw: unknown,
  what: string,
  idKeys: readonly string[] = ["id", "name", "title"],
): T {
  const read = schema.safeParse(raw);
  if (read.success) return read.data;
  const issue = read.error.issues[0];
  const place = issue?.path.join(".") || "the record";
  throw new RecordRejected(`${what} ${nameOf(raw, idKeys)}: ${place}: ${issue?.message ?? "unreadable"}`);
}

function nameOf(raw: unknown, idKeys: readonly string[]): string {
  const fields = (typeof raw === "object" && raw !== null ? raw : {}) as Record<string, unknown>;
  const label = idKeys
    .map((key) => fields[key])
    .find((value) => (typeof value === "string" && value.trim() !== "") || typeof value === "number");
  return label === undefined ? "without a name" : `"${String(label).slice(0, 80)}"`;
}
