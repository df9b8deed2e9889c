/** Tracking links: formed here, by wrapping the merchant's ordinary address. */
import { withParameter } from "../kit/links.ts";
import type { SkimlinksCredentials, SkimlinksSettings } from "./definition.ts";

const WRAPPER = "https://go.skimresources.com/";
const WRAPPED = /(^|\.)(?:skimresources|redirectingat|skimlinks)\.com$/i;

/** An address that is wrapped already gets the sub-id, and is not wrapped twice. */
export function trackingLink(
  url: string,
  { publisherId, publisherDomainId }: Pick<SkimlinksCredentials, "publisherId" | "publisherDomainId">,
  { xcust, pageUrl }: Pick<SkimlinksSettings, "xcust" | "pageUrl">,
): string {
  const wrapped =
    URL.canParse(url) && WRAPPED.test(new URL(url).hostname)
      ? url
      : `${WRAPPER}?id=${publisherId}X${publisherDomainId}&xs=1&url=${encodeURIComponent(url)}`;
  return withParameter(withParameter(wrapped, "xcust", xcust), "sref", pageUrl);
}
