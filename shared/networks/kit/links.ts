/** Tracking links: a parameter is put on them, and the rest stays letter for letter as the network gave it. */

/**
 * The link with the query parameter `name` set to `value`, before a fragment; one that it has already is replaced.
 * An undefined value leaves the link as it is.
 */
export function withParameter(link: string, name: string, value: string | undefined): string {
  if (value === undefined) return link;
  const pair = `${encodeURIComponent(name)}=${encodeURIComponent(value)}`;
  const [whole = "", ...fragment] = link.split("#");
  const [address = "", ...query] = whole.split("?");
  const parameters = query
    .join("?")
    .split("&")
    .filter((each) => each !== "");
  const place = parameters.findIndex((each) => each.split("=")[0] === encodeURIComponent(name));
  if (place < 0) parameters.push(pair);
  else parameters[place] = pair;
  return [`${address}?${parameters.join("&")}`, ...fragment].join("#");
}
