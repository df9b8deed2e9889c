/** FlexOffers' tracking links: already the publisher's own, never rebuilt; the sub-id is put on them. */
import { RecordRejected } from "../adapter.ts";
import { withParameter } from "../kit/links.ts";
import type { FlexoffersSettings } from "./settings.ts";

/**
 * @param what names the record ("promotion 2.7.9")
 * @throws RecordRejected for a missing link, and for a pixel (`i.ashx`), which leads nowhere
 */
export function trackingUrl(
  link: string | null | undefined,
  what: string,
  { subId, subIdParameter }: Pick<FlexoffersSettings, "subId" | "subIdParameter">,
): string {
  const text = link?.trim() ?? "";
  if (text === "") throw new RecordRejected(`${what} has no linkUrl`);
  if (/\/i\.ashx\b/i.test(text)) throw new RecordRejected(`${what}: its linkUrl is a pixel, not a link`);
  return withParameter(text, subIdParameter, subId);
}

/** Where a deep link leads: its `url` parameter, which is written `URL` too; null for any other link. */
export function targetOf(link: string | null | undefined): string | null {
  const text = link?.trim() ?? "";
  if (!URL.canParse(text)) return null;
  for (const [name, value] of new URL(text).searchParams) {
    if (name.toLowerCase() === "url" && /^https?:\/\//i.test(value)) return value;
  }
  return null;
}
