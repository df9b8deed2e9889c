/**
 * Keeps other websites out. The in-process host listens on this machine without passwords, and a browser lets any page
 * open a WebSocket to it, or reach it through a name of its own that points here.
 */
import type { IncomingHttpHeaders } from "node:http";

const LOOPBACK = new Set(["127.0.0.1", "localhost", "[::1]"]);

export interface OriginGuard {
  /** Whether a request may come in at all. */
  admits(headers: IncomingHttpHeaders): boolean;
  /** The headers that let an allowed page of another origin read the answer. */
  corsHeaders(headers: IncomingHttpHeaders): Readonly<Record<string, string>>;
}

/** @param allowedOrigins such as `http://localhost:5173`: pages besides the host's own that may call it */
export function originGuard(listenHost: string, allowedOrigins: readonly string[]): OriginGuard {
  const local = LOOPBACK.has(listenHost) || listenHost === "::1";
  return {
    admits({ host = "", origin }) {
      const name = host.replace(/:\d+$/, "");
      if (local && !LOOPBACK.has(name)) return false;
      if (origin === undefined || allowedOrigins.includes(origin)) return true;
      return URL.canParse(origin) && new URL(origin).host === host;
    },
    corsHeaders({ origin }) {
      if (origin === undefined || !allowedOrigins.includes(origin)) return {};
      return {
        "access-control-allow-origin": origin,
        "access-control-allow-headers": "content-type, authorization, apollo-require-preflight",
        "access-control-allow-methods": "GET, POST, PUT",
        vary: "origin",
      };
    },
  };
}
