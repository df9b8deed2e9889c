/** How a body begins, fit for an error message. */
import type { Mask } from "./mask.ts";

/** Longest excerpt, in characters. */
export const EXCERPT_LENGTH = 500;

/** Plain text of how `text` begins: no tags, scripts, control characters or secrets, blanks run together. */
export function excerpt(text: string, mask: Mask): string {
  const plain = mask(text)
    .replace(/<(script|style)\b[\s\S]*?(?:<\/\1\s*>|$)/gi, " ")
    .replace(/<[!/a-z][^<>]*(?:>|$)/gi, " ")
    .replace(/[\p{Cc}\p{Cf}\p{Z}\uFFFD]+/gu, " ")
    .trim();
  // Masked once more: what stood apart may have become one.
  const masked = mask(plain);
  return masked.length > EXCERPT_LENGTH ? `${masked.slice(0, EXCERPT_LENGTH - 1).toWellFormed()}…` : masked;
}

/** Whether a body is a web page, whatever its content type says. */
export function looksLikeHtml(text: string): boolean {
  return /^\s*(?:<\?xml[^>]*>\s*)?(?:<!--[\s\S]*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b/i.test(
    text.slice(0, 4096),
  );
}
