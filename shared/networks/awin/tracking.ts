/** Awin's tracking links and their sub-id, `clickref`. */

const CLICKREF = /([?&])clickref=[^&#]*/;

/**
 * Puts the sub-id on a link and leaves the rest of it letter for letter. A short link (tidd.ly) has its parameters
 * behind it, out of reach, and stays as it is.
 */
export function withClickref(link: string, clickref: string | undefined): string {
  if (clickref === undefined || !isAwinLink(link)) return link;
  const pair = `clickref=${encodeURIComponent(clickref)}`;
  if (CLICKREF.test(link)) return link.replace(CLICKREF, (_match, mark: string) => `${mark}${pair}`);
  const [address = "", ...fragment] = link.split("#");
  const tagged = `${address}${address.includes("?") ? "&" : "?"}${pair}`;
  return [tagged, ...fragment].join("#");
}

function isAwinLink(link: string): boolean {
  return URL.canParse(link) && /(^|\.)awin1\.com$/.test(new URL(link).hostname);
}
