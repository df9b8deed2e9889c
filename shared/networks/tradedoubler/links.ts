/** Tracking links and their sub-id, `epi`: two notations, in both of which the landing page stands last. */

/** @example click?a(1)p(2)url(https://…) → click?a(1)p(2)epi(x)url(https://…); …&url=… → …&epi=x&url=… */
export function withEpi(link: string, epi: string | undefined): string {
  if (epi === undefined) return link;
  const value = encodeURIComponent(epi);
  if (/[?)]url\(/.test(link))
    return link.replace(/([?)])url\(/, (_, mark: string) => `${mark}epi(${value})url(`);
  if (/\?a\(\d+\)/.test(link)) return `${link}epi(${value})`;
  if (/[?&]url=/.test(link))
    return link.replace(/([?&])url=/, (_, mark: string) => `${mark}epi=${value}&url=`);
  return `${link}${link.includes("?") ? "&" : "?"}epi=${value}`;
}

export const programmeLink = (programId: string, sourceId: string): string =>
  `https://clk.tradedoubler.com/click?p=${programId}&a=${sourceId}`;

/** The landing page inside a link's `url(…)` or `url=…`, plain or encoded; null where there is none. */
export function landingOf(link: string): string | null {
  const inside = /[?)]url\((.*)\)$/.exec(link)?.[1] ?? /[?&]url=([^&#]+)/.exec(link)?.[1];
  if (inside === undefined) return null;
  try {
    return /^https?%3a/i.test(inside) ? decodeURIComponent(inside) : inside;
  } catch {
    return null;
  }
}

/** The programme inside a link's `p(…)` or `p=…`. */
export const programmeOf = (link: string): string | null =>
  /[?)]p\((\d+)\)/.exec(link)?.[1] ?? /[?&]p=(\d+)/.exec(link)?.[1] ?? null;
