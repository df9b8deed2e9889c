/** Pepperjam's API host: one key, an envelope around everything, pages of a size of its own. */
import { type Answer, json, type NetworkSandbox, type Sandbox } from "../../../sandbox/sandbox.ts";
import { Throttle } from "../../../sandbox/throttle.ts";
import { type List, rowsOf } from "./rows.ts";

export const pepperjamSandboxCredentials = {
  apiKey: "5a9db0c4e1f27a6b8c3d4e5f60718293a4b5c6d7e8f90a1b2c3d4e5f60718293",
} as const;

export const sandbox: NetworkSandbox = {
  create,
  sources: [
    {
      id: "demo-pepperjam",
      networkId: "pepperjam",
      name: "Pepperjam (sandbox)",
      settings: { pull: ["programmes", "coupons", "textLinks", "products"], sid: "offerfeed-demo" },
      credentials: pepperjamSandboxCredentials,
    },
  ],
};

const PATH = "/20120402/publisher/";
const PAGE_SIZE = 250;
/** What an account has in a day. */
const MAXIMUM = 1_500;
const QUOTA = { perMinute: 240, burst: 400 };

function create(): Sandbox {
  const throttle = new Throttle(QUOTA);
  let current = 0;
  const envelope = (code: number, message: string, data: readonly object[], pagination?: object): Answer =>
    json(
      {
        meta: {
          status: { code, message },
          ...(pagination && { pagination }),
          requests: { current, maximum: MAXIMUM },
        },
        data,
      },
      code,
    );
  return {
    hosts: ["api.pepperjamnetwork.com"],
    handle({ url }, context) {
      const asked = url.searchParams;
      if (asked.get("apiKey") !== pepperjamSandboxCredentials.apiKey) {
        return envelope(401, "Authentication error", []);
      }
      if (!throttle.admits("key")) return envelope(429, "Too many requests", []);
      current = Math.min(current + 1, MAXIMUM - 1);
      if (asked.get("format") !== "json") return envelope(400, "format must be json, xml or csv", []);
      const rows = url.pathname.startsWith(PATH)
        ? rowsOf(url.pathname.slice(PATH.length), asked, context)
        : null;
      return rows === null ? envelope(404, "Not found", []) : answer(rows, url, envelope);
    },
  };
}

function answer(
  { shown, total }: List,
  url: URL,
  envelope: (code: number, message: string, data: readonly object[], pagination?: object) => Answer,
): Answer {
  const page = Number(url.searchParams.get("page") ?? 1);
  const next = new URL(url);
  next.searchParams.set("page", String(page + 1));
  const pages = Math.max(1, Math.ceil(shown.length / PAGE_SIZE));
  const data = shown.slice((page - 1) * PAGE_SIZE, page * PAGE_SIZE);
  // Small results have been seen without any pagination.
  if (pages === 1 && shown.length === total && total < 3) return envelope(200, "OK", data);
  return envelope(200, "OK", data, {
    total_results: total,
    total_pages: pages,
    // Its address holds the key.
    ...(page < pages && { next: { rel: "next", href: next.href } }),
  });
}
