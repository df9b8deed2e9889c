/**
 * Keeps other websites out. The in-process host listens on this machine without passwords, and a browser lets any page
 * open a WebSocket to it, or reach it through a name of its own that points here.
 */
import type { IncomingHttpHeaders } from "node:http";

const LOOPBACK = new Set(["127.0.0.1", "localhost", "[::1]"]);

/** Any origin: for a feed whose offers are everybody's. No cookie says who calls, so no page acts for its reader. */
export const EVERY_ORIGIN = "*";

/** What GraphQL and REST clients send. */
const REQUEST_HEADERS = [
  "authorization",
  "content-type",
  "if-none-match",
  "last-event-id",
  "apollo-require-preflight",
  "apollographql-client-name",
  "apollographql-client-version",
  "x-apollo-operation-name",
];
/** What a page may read beyond what browsers always show. */
const RESPONSE_HEADERS = [
  "changes-cursor",
  "content-disposition",
  "etag",
  "link",
  "location",
  "retry-after",
  "www-authenticate",
];
const METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"];
/** Seconds that a browser need not ask again: Chromium's most is two hours. */
const PREFLIGHT_SECONDS = 7_200;

export interface OriginGuard {
  /** Whether what one origin gets must not be kept for another. */
  readonly varies: boolean;
  /** Whether a request may come in at all. */
  admits(headers: IncomingHttpHeaders): boolean;
  /** The headers that let an allowed page of another origin read the answer. */
  corsHeaders(headers: IncomingHttpHeaders): Readonly<Record<string, string>>;
  /** Those that answer a browser's question whether it may send a request. */
  preflightHeaders(headers: IncomingHttpHeaders): Readonly<Record<string, string>>;
}

/** @param allowedOrigins such as `http://localhost:5173`: pages besides the host's own that may call it */
export function originGuard(listenHost: string, allowedOrigins: readonly string[]): OriginGuard {
  const local = LOOPBACK.has(listenHost) || listenHost === "::1";
  const open = allowedOrigins.includes(EVERY_ORIGIN);
  const allows = (origin: string): boolean => open || allowedOrigins.includes(origin);
  const corsHeaders: OriginGuard["corsHeaders"] = ({ origin }) => {
    if (origin === undefined || !allows(origin)) return {};
    return {
      "access-control-allow-origin": open ? EVERY_ORIGIN : origin,
      "access-control-expose-headers": RESPONSE_HEADERS.join(", "),
    };
  };
  return {
    varies: allowedOrigins.length > 0 && !open,
    admits({ host = "", origin }) {
      const name = host.replace(/:\d+$/, "");
      if (local && !LOOPBACK.has(name)) return false;
      if (origin === undefined || allows(origin)) return true;
      return URL.canParse(origin) && new URL(origin).host === host;
    },
    corsHeaders,
    preflightHeaders(headers) {
      const cors = corsHeaders(headers);
      if (Object.keys(cors).length === 0) return {};
      return {
        ...cors,
        "access-control-allow-headers": REQUEST_HEADERS.join(", "),
        "access-control-allow-methods": METHODS.join(", "),
        "access-control-max-age": String(PREFLIGHT_SECONDS),
      };
    },
  };
}
