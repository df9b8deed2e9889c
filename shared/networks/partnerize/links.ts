/** Partnerize's links: pairs in the path, `https://prf.hn/click/camref:1101l/pubref:blog/destination:https%3A%2F%2F…`. */

/** The link with the sub-id in its place, before the destination. */
export function withPubref(link: string, pubref: string | undefined): string {
  if (pubref === undefined) return link;
  const pair = `/pubref:${encodeURIComponent(pubref)}`;
  if (/\/pubref:[^/]*/.test(link)) return link.replace(/\/pubref:[^/]*/, pair);
  const [before = link, ...destination] = link.split("/destination:");
  return [`${before.replace(/\/+$/, "")}${pair}`, ...destination].join("/destination:");
}

export const linkOf = (camref: string | null): string | null =>
  camref === null ? null : `https://prf.hn/click/camref:${encodeURIComponent(camref)}`;
