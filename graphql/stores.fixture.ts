/** In-memory stores for tests of the API, in the shapes that `context.ts` asks for. */
import type { Action, AuditEntry, AuditResult } from "../shared/access/audit.ts";
import type { Caller } from "../shared/access/caller.ts";
import { type CuratedLedger, Curation } from "../shared/control/curation.ts";
import { amended } from "../shared/ledger/decide.ts";
import { sampleRecord } from "../shared/readmodel/records.fixture.ts";
import type { Outcome } from "../shared/control/outcome.ts";
import { done, refused } from "../shared/control/outcome.ts";
import type { VersionRecord } from "../shared/ledger/records.ts";
import type { Source, SyncRun } from "../shared/sources/records.ts";
import { sampleRun, sampleSource } from "../shared/sources/samples.fixture.ts";
import { type HealthRecord, unknownHealth } from "../shared/health/records.ts";
import type { Webhook } from "../shared/webhooks/records.ts";
import { WORKING } from "../shared/webhooks/retry-plan.ts";
import type {
  ControlContext,
  HealthReader,
  LedgerReader,
  OfferCuration,
  OffersEntry,
  SourceControl,
  SourceHealthControl,
  SourceReader,
  Webhooks,
} from "./context.ts";

export { sampleRun, sampleSource };

export class MemoryLedger implements LedgerReader, CuratedLedger {
  readonly records: VersionRecord[] = [];

  async current(offerId: string): Promise<VersionRecord | null> {
    return (await this.versions(offerId, { first: 1, before: null }))[0] ?? null;
  }

  async versions(offerId: string, page: { first: number; before: number | null }): Promise<VersionRecord[]> {
    return this.records
      .filter((record) => record.offerId === offerId && record.version < (page.before ?? Infinity))
      .sort((a, b) => b.version - a.version)
      .slice(0, page.first);
  }

  async version(offerId: string, version: number): Promise<VersionRecord | null> {
    return this.records.find((record) => record.offerId === offerId && record.version === version) ?? null;
  }

  amend: CuratedLedger["amend"] = async (offerId, amend, now) => {
    const current = await this.current(offerId);
    const record = current && amended(current, amend(current), now);
    if (record) this.records.push(record);
    return record ?? current;
  };
}

export class MemorySources implements SourceReader {
  readonly sources: Source[] = [];
  readonly runs: SyncRun[] = [];
  /** What was asked for, to count by. */
  readonly asked: string[] = [];

  async get(sourceId: string): Promise<Source | null> {
    this.asked.push(`get ${sourceId}`);
    return this.sources.find(({ id }) => id === sourceId) ?? null;
  }

  async getMany(ids: readonly string[]): Promise<ReadonlyMap<string, Source>> {
    this.asked.push(`get ${ids.join(", ")}`);
    return new Map(this.sources.filter(({ id }) => ids.includes(id)).map((each) => [each.id, each]));
  }

  async list(): Promise<Source[]> {
    return this.sources;
  }

  async getRun(runId: string): Promise<SyncRun | null> {
    this.asked.push(`run ${runId}`);
    return this.runs.find(({ id }) => id === runId) ?? null;
  }

  async listRuns({
    sourceId,
    first,
    after,
  }: {
    sourceId?: string | undefined;
    first: number;
    after: string | null;
  }) {
    if (after !== null && !this.runs.some(({ id }) => id === after)) {
      throw Object.assign(new Error("The cursor is not one of this list."), { name: "BadRunCursor" });
    }
    const all = this.runs.filter((run) => sourceId === undefined || run.sourceId === sourceId).reverse();
    const start = after === null ? 0 : all.findIndex(({ id }) => id === after) + 1;
    const runs = all.slice(start, start + first);
    const cursors = runs.map(({ id }) => id);
    return { runs, cursors, endCursor: runs.at(-1)?.id ?? null, hasNextPage: start + first < all.length };
  }
}

/** Knows the source "src" only; remembers what it was told. */
export class MemoryControl implements SourceControl {
  readonly calls: unknown[][] = [];

  #answer<T>(id: string, value: T, ...call: unknown[]): Promise<Outcome<T>> {
    this.calls.push(call);
    const known = id === "src" || id.startsWith("src:");
    return Promise.resolve(
      known ? done(value) : refused("SOURCE_NOT_FOUND", `There is no source "${id}".`, ["sourceId"]),
    );
  }

  syncSource: SourceControl["syncSource"] = (id, mode) =>
    this.#answer(id, sampleRun({ mode, status: "RUNNING" }), "syncSource", id, mode);
  cancelSync: SourceControl["cancelSync"] = (id) =>
    this.#answer(id, sampleRun({ status: "CANCELLED" }), "cancelSync", id);
  releaseHeldRun: SourceControl["releaseHeldRun"] = (id) =>
    this.#answer(id, sampleRun(), "releaseHeldRun", id);
  rollbackSource: SourceControl["rollbackSource"] = (id, to, options) =>
    this.#answer(
      id,
      sampleRun({ task: "ROLLBACK", dryRun: options.dryRun, status: "RUNNING" }),
      "rollbackSource",
      id,
      to,
      options,
    );
  addSource: SourceControl["addSource"] = (input) =>
    this.#answer(input.id, sampleSource({ id: input.id, settings: input.settings }), "addSource", input);
  setSourceEnabled: SourceControl["setSourceEnabled"] = (id, enabled) =>
    this.#answer(id, sampleSource({ enabled }), "setSourceEnabled", id, enabled);
  setSourceCredentials: SourceControl["setSourceCredentials"] = (id, credentials) =>
    this.#answer(id, sampleSource(), "setSourceCredentials", id, credentials);
  removeSource: SourceControl["removeSource"] = (id) =>
    this.#answer(id, sampleSource({ enabled: false }), "removeSource", id);
  nextRunAt: SourceControl["nextRunAt"] = (source) =>
    source.enabled ? new Date("2026-06-01T01:00:00Z") : null;
}

/** Holds what a test puts into it. */
export class MemoryHealth implements HealthReader {
  readonly records = new Map<string, HealthRecord>();
  /** How often it was asked. */
  asked = 0;

  async getMany(ids: readonly string[]): Promise<ReadonlyMap<string, HealthRecord>> {
    this.asked += 1;
    return new Map(ids.map((id) => [id, this.records.get(id) ?? unknownHealth(id)]));
  }
}

/** Every source passes its test but one called "running"; remembers the limits it was told. */
export class MemoryHealthControl implements SourceHealthControl {
  readonly limits: unknown[] = [];

  testSource: SourceHealthControl["testSource"] = async (id) =>
    id === "running"
      ? refused("ALREADY_RUNNING", "It is being synced.", ["sourceId"])
      : done({
          source: sampleSource({ id }),
          test: {
            outcome: "PASSED",
            message: "m",
            at: "2026-06-01T00:00:00.000Z",
            ms: 5,
            offers: 3,
            rejected: 0,
          },
        });

  setHealthLimits: SourceHealthControl["setHealthLimits"] = async (id, limits) => {
    this.limits.push(limits);
    return done(sampleSource({ id }));
  };
}

/** Keeps what was done, in order; pages are not cut. */
export class MemoryAudit {
  readonly entries: AuditEntry[] = [];

  async begin({ author, kind, role, address }: Caller, action: Action) {
    const at = "2026-06-01T00:00:00.000Z";
    const entry = {
      at,
      author,
      kind,
      role,
      address,
      action: action.action,
      arguments: { ...action.arguments },
    };
    const id = String(this.entries.length + 1);
    const started: AuditEntry = { id, ...entry, outcome: "STARTED", codes: [], finishedAt: null };
    const place = this.entries.push(started) - 1;
    return {
      end: async ({ outcome, codes }: AuditResult) => {
        this.entries[place] = { ...started, outcome, codes: [...codes], finishedAt: at };
      },
    };
  }

  async list({ first }: { first: number }) {
    return { entries: this.entries.toReversed().slice(0, first), endCursor: null, hasNextPage: false };
  }
}

/** No keys, and none can be made. */
export const memoryAccess = (): ControlContext["access"] => ({
  list: async () => [],
  createApiKey: async () => refused("API_KEY_INVALID", "No keys here."),
  revokeApiKey: async (id) => refused("API_KEY_NOT_FOUND", `There is no API key "${id}".`, ["id"]),
});

export const sampleWebhook = (more: Partial<Webhook> = {}): Webhook => ({
  id: "wh_1",
  url: "https://service.example/offers",
  description: null,
  filter: { kinds: ["COUPON"] },
  enabled: true,
  disabledReason: null,
  createdAt: "2026-05-01T00:00:00.000Z",
  createdBy: "ada",
  cursor: null,
  deliveredUntil: "2026-05-01T00:00:00.000Z",
  secretRotatedAt: null,
  ...WORKING,
  lastDelivery: null,
  ...more,
});

/** Knows the webhook "wh_1" only; remembers what it was told. */
export class MemoryWebhooks implements Webhooks {
  readonly calls: unknown[][] = [];
  webhook = sampleWebhook();

  #answer<T>(id: string, value: T, ...call: unknown[]): Promise<Outcome<T>> {
    this.calls.push(call);
    return Promise.resolve(
      id === this.webhook.id
        ? done(value)
        : refused("WEBHOOK_NOT_FOUND", `There is no webhook "${id}".`, ["id"]),
    );
  }

  readonly delivery = {
    id: "msg_1",
    type: "PING",
    at: "2026-06-01T00:00:00.000Z",
    ms: 5,
    changes: 0,
    delivered: false,
    status: 500,
    error: "The receiver answered 500.",
  } as const;

  list: Webhooks["list"] = async () => [this.webhook];
  get: Webhooks["get"] = async (id) => (id === this.webhook.id ? this.webhook : null);
  deliveries: Webhooks["deliveries"] = async (_, first) =>
    Array.from({ length: Math.min(first, 2) }, () => this.delivery);
  add: Webhooks["add"] = (input, author) =>
    this.#answer(this.webhook.id, { webhook: this.webhook, secret: "whsec_x" }, "add", input, author);
  update: Webhooks["update"] = (id, input) => this.#answer(id, this.webhook, "update", id, input);
  rotateSecret: Webhooks["rotateSecret"] = (id) =>
    this.#answer(id, { webhook: this.webhook, secret: "whsec_y" }, "rotateSecret", id);
  setEnabled: Webhooks["setEnabled"] = (id, enabled, author) =>
    this.#answer(id, { ...this.webhook, enabled }, "setEnabled", id, enabled, author);
  remove: Webhooks["remove"] = (id) => this.#answer(id, this.webhook, "remove", id);
  test: Webhooks["test"] = (id) =>
    this.#answer(id, { webhook: this.webhook, delivery: this.delivery }, "test", id);
}

/** Takes what is entered into the source "src", and finds fault with titles that are "bad"; writes nothing. */
export const memoryEntry = (): OffersEntry => ({
  createOffers: async (sourceId, offers, author) =>
    sourceId === "src"
      ? done({
          run: sampleRun(),
          offers: offers
            .filter(({ title }) => title !== "bad")
            .map(({ sourceOfferId, title }) =>
              sampleRecord({ sourceOfferId, content: { title }, cause: "ADMIN", author }),
            ),
          errors: offers.flatMap(({ title }, place) =>
            title === "bad"
              ? [{ code: "OFFER_INVALID", message: "m", field: ["offers", String(place), "title"] }]
              : [],
          ),
        })
      : refused("SOURCE_NOT_MANUAL", "Not here.", ["sourceId"]),
  removeOffers: async () => refused("SOURCE_NOT_MANUAL", "Not here.", ["sourceId"]),
});

/** As the product's, on the memory ledger. */
export const memoryCuration = (ledger: MemoryLedger, now: () => Date = () => new Date()): OfferCuration =>
  new Curation(ledger, now);
