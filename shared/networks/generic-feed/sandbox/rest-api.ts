/** A partner's ordinary REST API: a token in a header, pages by cursor, a quota, and what has changed since when. */
import { Throttle } from "../../../sandbox/throttle.ts";
import { type Answer, json, type SandboxContext, type SandboxRequest } from "../../../sandbox/sandbox.ts";
import { changedAt, listedAt, recordOf } from "./rest-records.ts";

export const REST_HOST = "api.feeds.sandbox.example";
export const REST_TOKEN = "sandbox-rest-token-3f9c1a";

const MOST_PER_PAGE = 100;
/** Twice what the demo's api_budget asks for at once. */
const QUOTA = { perMinute: 300, burst: 120 };

export class RestApi {
  readonly #throttle = new Throttle(QUOTA);

  handle({ url, headers }: SandboxRequest, context: SandboxContext): Answer {
    if (headers["authorization"] !== `Bearer ${REST_TOKEN}`) {
      return json({ error: { code: "unauthorized", message: "The token is not known." } }, 401);
    }
    if (!this.#throttle.admits(REST_TOKEN)) {
      const answer = json({ error: { code: "slow_down", message: "Too many calls." } }, 429);
      return { ...answer, headers: { ...answer.headers, "retry-after": "1" } };
    }
    if (url.pathname !== "/v1/offers") {
      return json({ error: { code: "not_found", message: "There is /v1/offers." } }, 404);
    }
    return offers(url.searchParams, context);
  }
}

function offers(query: URLSearchParams, context: SandboxContext): Answer {
  const from = offsetOf(query.get("cursor"));
  // As some APIs do, it answers 200 and means an error.
  if (from === null) return json({ error: { code: "bad_cursor", message: "This cursor is none of ours." } });
  const since = Date.parse(query.get("updated_since") ?? "1970-01-01T00:00:00Z");
  const size = Math.min(Number(query.get("limit") ?? 20) || 20, MOST_PER_PAGE);
  const all = listedAt(context).filter((state) => changedAt(state).getTime() >= since);
  const shown = all.slice(0, Math.ceil(all.length * context.share));
  const until = from + size;
  return json({
    data: shown.slice(from, until).map((state) => recordOf(state, context)),
    meta: {
      total: (context.trueTotals ? all : shown).length,
      next: until < shown.length ? cursorAt(until) : null,
    },
  });
}

const cursorAt = (offset: number): string => Buffer.from(`after:${offset}`).toString("base64url");

/** Null for a cursor that was not made here. */
function offsetOf(cursor: string | null): number | null {
  if (cursor === null) return 0;
  const offset = /^after:(\d+)$/.exec(Buffer.from(cursor, "base64url").toString())?.[1];
  return offset === undefined ? null : Number(offset);
}
