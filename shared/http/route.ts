/** Where a request goes: the origin override, and what a redirect makes of it. */
import type { HttpRequest } from "./client.ts";
import { HttpRedirectError, HttpRequestInvalid } from "./errors.ts";
import { isSecretName } from "./mask.ts";
import type { Mask } from "./mask.ts";

/** A request on its way; `url` is the network's own address, without the override. */
export interface Hop {
  readonly url: URL;
  readonly method: "GET" | "POST";
  readonly headers: Headers;
  readonly body: string | null;
}

/**
 * The hop a request begins with. A user and password in its address become Basic authorization.
 * @throws HttpRequestInvalid when the address is no http(s) URL or a header cannot be sent
 */
export function firstHop(request: HttpRequest, userAgent: string, mask: Mask): Hop {
  const url = URL.parse(request.url);
  if (!url || !isHttp(url)) {
    throw new HttpRequestInvalid(
      `“${mask(request.url)}” is no http(s) address. Put a whole one, with its scheme, into the source's settings.`,
    );
  }
  const headers = new Headers({ accept: "*/*", "user-agent": userAgent });
  if (url.username !== "" || url.password !== "") {
    const login = `${decoded(url.username)}:${decoded(url.password)}`;
    headers.set("authorization", `Basic ${Buffer.from(login).toString("base64")}`);
    url.username = "";
    url.password = "";
  }
  for (const [name, value] of Object.entries(request.headers ?? {})) setHeader(headers, name, value);
  return { url, method: request.method ?? "GET", headers, body: request.body ?? null };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function setHeader(headers: Headers, name: string, value: string): void {
  try {
    headers.set(name, value);
  } catch {
    throw new HttpRequestInvalid(
      `The header “${name}” holds what no header can: a line break, or characters outside Latin-1. Look for a slip of the copying in the source's credentials.`,
    );
  }
}

const isHttp = ({ protocol }: URL): boolean => protocol === "http:" || protocol === "https:";

const REDIRECTS = new Set([301, 302, 303, 307, 308]);

export const isRedirect = (status: number, location: string | null): location is string =>
  REDIRECTS.has(status) && location !== null;

/** The address the bytes go to, and the headers that tell a sandbox which network was meant. */
export function overridden(hop: Hop, origin: string | null): { target: URL; headers: Headers } {
  if (origin === null) return { target: hop.url, headers: hop.headers };
  const headers = new Headers(hop.headers);
  headers.set("x-forwarded-host", hop.url.host);
  headers.set("x-forwarded-proto", hop.url.protocol.slice(0, -1));
  return { target: withPathOf(hop.url, new URL(origin)), headers };
}

/**
 * The request that follows a redirect (RFC 9110, 15.4): a 303, and a 301 or 302 of a POST, become a GET. On the way to
 * another host the credentials stay behind.
 * @throws HttpRedirectError when it leads nowhere a credential-bearing body may go, or to no http(s) address
 */
export function redirected(
  hop: Hop,
  answer: { readonly status: number; readonly location: string },
  { originOverride, mask }: { readonly originOverride: string | null; readonly mask: Mask },
): Hop {
  const url = addressAfter(hop, answer.location, { originOverride, mask });
  const becomesGet = hop.method === "POST" && answer.status !== 307 && answer.status !== 308;
  const body = becomesGet ? null : hop.body;
  const headers = new Headers(hop.headers);
  if (body === null)
    ["content-type", "content-encoding", "content-language"].forEach((name) => headers.delete(name));
  if (!isSameHost(hop.url, url)) {
    if (body !== null && mask(body) !== body) {
      throw new HttpRedirectError(
        mask(hop.url.href),
        `redirects a body with credentials to another host, ${url.host}`,
      );
    }
    for (const [name, value] of hop.headers) {
      if (isSecretName(name) || mask(`${name}: ${value}`) !== `${name}: ${value}`) headers.delete(name);
    }
  }
  return { url, method: becomesGet ? "GET" : hop.method, headers, body };
}

function addressAfter(
  hop: Hop,
  location: string,
  { originOverride, mask }: { originOverride: string | null; mask: Mask },
): URL {
  const url = URL.parse(location, hop.url.href);
  if (!url || !isHttp(url)) {
    throw new HttpRedirectError(
      mask(hop.url.href),
      `redirects to “${mask(location)}”, which is no http(s) address`,
    );
  }
  url.username = "";
  url.password = "";
  // A sandbox that redirects to itself means the network it stands for.
  if (originOverride !== null && url.origin === new URL(originOverride).origin) {
    return withPathOf(url, new URL(hop.url.origin));
  }
  return url;
}

/** Going from http to https on one host keeps its credentials, the way back and another port lose them. */
function isSameHost(from: URL, to: URL): boolean {
  const upgrades =
    from.protocol === "http:" && to.protocol === "https:" && from.port === "" && to.port === "";
  return from.origin === to.origin || (upgrades && from.hostname === to.hostname);
}

/** Set piece by piece: joined as text, a path that begins with two slashes would be read as a host. */
function withPathOf(from: URL, origin: URL): URL {
  const url = new URL(origin.origin);
  url.pathname = from.pathname;
  url.search = from.search;
  return url;
}
