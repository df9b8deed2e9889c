/** How a sandbox can be made to misbehave, as real networks do. */
import type { Answer, SandboxContext, SandboxRequest } from "./sandbox.ts";

interface Where {
  /** Left out, every host. */
  readonly host?: string;
  /** A prefix of the path, or a pattern for path and query; left out, every path. */
  readonly path?: string | RegExp;
  /** How many requests are told the truth first. Default none. */
  readonly after?: number;
  /** How many requests it is told to; left out, all of them. */
  readonly times?: number;
}

export type Lie = Where &
  (
    | {
        readonly kind: "status";
        readonly status: number;
        readonly body?: string;
        readonly headers?: Record<string, string>;
      }
    | { readonly kind: "slow"; readonly ms: number }
    /** Only the first bytes of the body; `abrupt` also breaks the connection instead of ending it in good order. */
    | { readonly kind: "truncated"; readonly bytes: number; readonly abrupt?: boolean }
    /** 429 without a word on when to come back. */
    | { readonly kind: "throttled" }
    /** 200 with an error in the body. */
    | { readonly kind: "error-body"; readonly body?: unknown }
    /** Whatever page is asked for, the first one that was answered comes again. */
    | { readonly kind: "repeated-page" }
    /** A web page in place of the feed, with status 200. */
    | { readonly kind: "html" }
    /** The catalogue stays as it was at that moment. */
    | { readonly kind: "frozen"; readonly at: Date }
    /** Only a share of each listing; `trueTotals` keeps the totals of the whole one, so that it can be noticed. */
    | { readonly kind: "partial"; readonly share: number; readonly trueTotals?: boolean }
    /** Dates lose their offset. */
    | { readonly kind: "naive-dates" }
    /** Every offer comes under another id. */
    | { readonly kind: "migrated-ids" }
  );

const PAGE = `<!DOCTYPE html><html><head><title>Sign in</title></head><body><h1>Please sign in</h1></body></html>`;

/** The lies in force, told in the order in which they were added. */
export class Lies {
  #active: { lie: Lie; spared: number; left: number }[] = [];
  readonly #firstPages = new Map<string, Answer>();

  tell(...lies: readonly Lie[]): void {
    for (const lie of lies) {
      this.#active.push({ lie, spared: lie.after ?? 0, left: lie.times ?? Infinity });
    }
  }

  clear(): void {
    this.#active = [];
    this.#firstPages.clear();
  }

  /** Those that this request is told; each counts it. */
  for(request: SandboxRequest): Lie[] {
    const told = this.#active.filter((entry) => {
      if (entry.left === 0 || !concerns(entry.lie, request)) return false;
      if (entry.spared === 0) return true;
      entry.spared -= 1;
      return false;
    });
    // An answer that replaces the whole exchange leaves nothing for the later ones to count.
    const last = told.findIndex(({ lie }) => replaces(lie));
    const used = last < 0 ? told : told.slice(0, last + 1);
    for (const entry of used) entry.left -= 1;
    return used.map(({ lie }) => lie);
  }

  /** The first answer given to this path, whatever its query or body asked for. */
  async repeated(request: SandboxRequest, answer: () => Promise<Answer>): Promise<Answer> {
    const key = `${request.method} ${request.url.host}${request.url.pathname}`;
    const known = this.#firstPages.get(key);
    if (known) return known;
    const first = await answer();
    if (typeof first.body === "string" || first.body instanceof Uint8Array) this.#firstPages.set(key, first);
    return first;
  }
}

function concerns(lie: Lie, { url }: SandboxRequest): boolean {
  if (lie.host !== undefined && lie.host !== url.hostname) return false;
  if (lie.path === undefined) return true;
  return typeof lie.path === "string"
    ? url.pathname.startsWith(lie.path)
    : lie.path.test(url.pathname + url.search);
}

const replaces = (lie: Lie): boolean => replacement(lie) !== null;

/** The answer of a lie that needs no sandbox behind it; null for the others. */
export function replacement(lie: Lie): Answer | null {
  switch (lie.kind) {
    case "status":
      return {
        status: lie.status,
        headers: { "content-type": "text/plain", ...lie.headers },
        body: lie.body ?? "",
      };
    case "throttled":
      return { status: 429, headers: {}, body: "" };
    case "error-body": {
      const body = lie.body ?? { error: "exception", description: "Something went wrong" };
      return { status: 200, headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
    }
    case "html":
      return { status: 200, headers: { "content-type": "text/html" }, body: PAGE };
    default:
      return null;
  }
}

/** The moment and the listing as the lies would have them. */
export function bent(context: SandboxContext, lies: readonly Lie[]): SandboxContext {
  const frozen = lies.find((lie) => lie.kind === "frozen");
  const partial = lies.find((lie) => lie.kind === "partial");
  return {
    ...context,
    ...(frozen && { now: frozen.at }),
    ...(partial && { share: partial.share, trueTotals: partial.trueTotals ?? false }),
    ...(lies.some(({ kind }) => kind === "naive-dates") && { naiveDates: true }),
    ...(lies.some(({ kind }) => kind === "migrated-ids") && { migratedIds: true }),
  };
}

/** The first `bytes` bytes of a body. */
export async function* firstBytes(
  body: Answer["body"],
  bytes: number,
): AsyncGenerator<Uint8Array, void, void> {
  let left = bytes;
  const chunks = typeof body === "string" || body instanceof Uint8Array ? [body] : body;
  for await (const chunk of chunks) {
    const part = Buffer.from(chunk).subarray(0, left);
    left -= part.length;
    yield part;
    if (left === 0) return;
  }
}
