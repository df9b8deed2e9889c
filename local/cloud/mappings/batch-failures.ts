/** What a function's answer says about the items of its batch (ReportBatchItemFailures). */
import { z } from "zod";

export type BatchResult =
  | { readonly kind: "succeeded" }
  /** Ids, of the batch's own. */
  | { readonly kind: "partial"; readonly failed: ReadonlySet<string> }
  | { readonly kind: "failed"; readonly reason: string };

const answer = z
  .object({ batchItemFailures: z.array(z.object({ itemIdentifier: z.unknown() })).nullish() })
  .nullish();

/**
 * Reads the answer by Lambda's rules: nothing, null and an empty list are success; an identifier that is empty, null,
 * missing or not of the batch fails all of it.
 * @param payload JSON text of the answer
 * @param ids identifiers of the batch's items
 */
export function batchResult(payload: string, ids: ReadonlySet<string>): BatchResult {
  const parsed = answer.safeParse(jsonOrNull(payload));
  if (!parsed.success) {
    const shape = jsonOrNull(payload);
    // An answer of another kind (a string, say) is not a report at all.
    if (typeof shape !== "object") return { kind: "succeeded" };
    return { kind: "failed", reason: "batchItemFailures is not a list of { itemIdentifier }" };
  }
  const failures = parsed.data?.batchItemFailures ?? [];
  const failed = new Set<string>();
  for (const { itemIdentifier } of failures) {
    if (typeof itemIdentifier !== "string" || !ids.has(itemIdentifier))
      return {
        kind: "failed",
        reason: `batchItemFailures names ${JSON.stringify(itemIdentifier)}, which is not in the batch`,
      };
    failed.add(itemIdentifier);
  }
  return failed.size === 0 ? { kind: "succeeded" } : { kind: "partial", failed };
}

function jsonOrNull(payload: string): unknown {
  try {
    return JSON.parse(payload);
  } catch {
    return null;
  }
}
