/** Which hosts may be asked: credentials go to those that the settings name, whatever a partner's answer says. */
import { FeedUnreadable } from "../../adapter.ts";
import { credentialNames } from "../credentials.ts";
import { credentialsUsed, DEFAULT_URL, type RequesterSettings } from "../requester.ts";

/** Whether its requests hold anything that is for the partner only. */
export function carriesCredentials(requester: RequesterSettings): boolean {
  return (
    [requester.authenticator ?? []].flat().some(({ type }) => type !== "NoAuth") ||
    credentialsUsed(requester).some((name) => credentialNames.has(name))
  );
}

/** Up to the end of the host; a whole address may come out of a value. */
const AUTHORITY = /^(?:[a-z][a-z\d+.-]*:\/\/)?(?:\{\{.*?\}\}|[^/?#{])*/is;

/** Whether the partner's own data say which host is asked. */
const isHostFromData = (url: string): boolean => /\bstream_partition\b/.test(AUTHORITY.exec(url)?.[0] ?? "");

/**
 * The first page's address, whose host the settings name, or one of `allowed_hosts`.
 * @throws FeedUnreadable when a parent's record leads credentials elsewhere
 */
export function checkedFirst(address: string, requester: RequesterSettings): string {
  if (!isHostFromData(requester.url ?? DEFAULT_URL) || !carriesCredentials(requester)) return address;
  const url = URL.parse(address);
  // What is no address, the client refuses in its own words.
  if (url === null || isAllowed(url, requester)) return address;
  throw new FeedUnreadable(
    `a record leads to ${url.host}, where credentials are not sent by itself: if it is the partner's, add it to requester.allowed_hosts`,
  );
}

/**
 * The next page's address, which the partner's answer gave.
 * @param own the address that the settings lead to
 * @throws FeedUnreadable when it is none, or leads credentials elsewhere or to plain http
 */
export function checkedNext(token: string, own: string, requester: RequesterSettings): string {
  // Two slashes at the beginning are a slip, and no other host.
  const address = URL.parse(token.trim().replace(/^\/\/+/, "/"), own);
  if (address === null || !/^https?:$/.test(address.protocol)) {
    throw new FeedUnreadable(`the next page's address cannot be read: “${token.slice(0, 100)}”`);
  }
  if (!carriesCredentials(requester)) return address.href;
  const { host, protocol } = new URL(own);
  if (address.host !== host && !isAllowed(address, requester)) {
    throw new FeedUnreadable(
      `the next page is on ${address.host}, and the credentials are for ${host}: if it is the partner's too, add it to requester.allowed_hosts`,
    );
  }
  if (protocol === "https:" && address.protocol === "http:") {
    // Partners behind a proxy often write their own addresses so, and answer https as well.
    address.protocol = "https:";
  }
  return address.href;
}

const isAllowed = ({ host, hostname }: URL, { allowed_hosts: allowed = [] }: RequesterSettings): boolean =>
  allowed.includes(host) || allowed.includes(hostname);
