/** The name of a credential's bucket. */
import { createHash } from "node:crypto";

/**
 * The parts that a network counts calls by (a user's token, an account's id), as a key that gives none of them away.
 * The network's own id is put before it by whoever makes the HTTP client.
 */
export const quotaKeyOf = (...parts: readonly string[]): string =>
  createHash("sha256").update(JSON.stringify(parts)).digest("hex").slice(0, 32);
