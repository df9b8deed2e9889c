/** Why a record was rejected, in words that let a person find it. */
import type * as z from "zod";
import { RecordRejected } from "../adapter.ts";

export function unreadable(kind: string, raw: unknown, error: z.ZodError): RecordRejected {
  const issue = error.issues[0];
  const place = issue?.path.join(".") || "the record";
  return new RecordRejected(`${kind} ${nameOf(raw)}: ${place}: ${issue?.message ?? "unreadable"}`);
}

function nameOf(raw: unknown): string {
  const { promotionId, id, title, name } = (typeof raw === "object" && raw !== null ? raw : {}) as Record<
    string,
    unknown
  >;
  const label = promotionId ?? id ?? title ?? name;
  return typeof label === "string" || typeof label === "number"
    ? `"${String(label).slice(0, 80)}"`
    : "without a name";
}
