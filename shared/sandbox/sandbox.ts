/** What a sandbox is: one network's servers, answering by its real contract from a made-up catalogue. */

export interface SandboxRequest {
  readonly method: string;
  /** As the network would have seen it: its own host, path and query. */
  readonly url: URL;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: string;
}

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array | AsyncIterable<string | Uint8Array>;
}

export interface SandboxContext {
  /** The catalogue is a function of this time, by slots of ten minutes. */
  readonly now: Date;
  /** Multiplies every item count. */
  readonly scale: number;
  /** Below 1 only this share of a listing is shown: a lie. */
  readonly share: number;
  /** Whether totals go on counting what a partial listing hides. */
  readonly trueTotals: boolean;
  /** Dates are written without their offset, in the zone that the adapter declares: a lie. */
  readonly naiveDates: boolean;
  /** Every offer has another id than it had, and is otherwise the same: a lie. */
  readonly migratedIds: boolean;
}

export interface Sandbox {
  readonly hosts: readonly string[];
  handle(request: SandboxRequest, context: SandboxContext): Answer | Promise<Answer>;
}

/** A source that a fresh local installation begins with. */
export interface SandboxSource {
  /** `demo-<network>`, or with an ending: where a network has several, and where its name is six characters long, which no id may end with. */
  readonly id: string;
  readonly networkId: string;
  readonly name: string;
  readonly settings: Readonly<Record<string, unknown>>;
  /** What the sandbox accepts; it opens nothing else. */
  readonly credentials: Readonly<Record<string, string>> | null;
}

/** What the folder of a network's sandbox exports as `sandbox`. */
export interface NetworkSandbox {
  /** A fresh one, with its whole quota. */
  create(): Sandbox;
  readonly sources: readonly SandboxSource[];
}

export const json = (value: unknown, status = 200): Answer => ({
  status,
  headers: { "content-type": "application/json;charset=UTF-8" },
  body: JSON.stringify(value),
});

export const text = (body: string, status = 200, type = "text/plain; charset=utf-8"): Answer => ({
  status,
  headers: { "content-type": type },
  body,
});
