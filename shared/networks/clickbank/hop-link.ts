/** HopLinks, ClickBank's tracking links: formed here, never asked for. */
import type { ClickbankCredentials } from "./definition.ts";
import { type ClickbankSettings, cleanTid } from "./settings.ts";

/**
 * The current readable form. Nicknames are written in lower case, as ClickBank writes them; that it takes either is not
 * stated anywhere.
 */
export function hopLink(
  vendor: string,
  { affiliateNickname }: ClickbankCredentials,
  { trackingId }: Pick<ClickbankSettings, "trackingId">,
): string {
  const parameters = new URLSearchParams({ affiliate: affiliateNickname, vendor: vendor.toLowerCase() });
  if (trackingId !== undefined) parameters.set("tid", cleanTid(trackingId));
  return `https://hop.clickbank.net/?${parameters}`;
}
