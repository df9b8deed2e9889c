/**
 * The contract that every adapter keeps, as tests against its network's sandbox: called from each network's
 * `contract.test.ts`. What is special to a network has tests of its own beside it.
 */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import * as z from "zod";
import { normaliseOffer, sourceOfferId } from "../../offer/normalise.ts";
import type { OfferContent, OfferDraft } from "../../offer/model.ts";
import { type Listed, listed, type ListingRequest } from "../../sandbox/listed.ts";
import type { Lie } from "../../sandbox/lies.ts";
import type { NetworkSandbox } from "../../sandbox/sandbox.ts";
import { type Sandboxes, startSandboxes } from "../../sandbox/server.ts";
import { parseSchedule } from "../../sources/schedule-expression.ts";
import { parseCredentials, parseSettings } from "../../sync/inputs.ts";
import {
  CredentialsRefused,
  type NetworkAdapter,
  type NetworkCapabilities,
  type SyncCoverage,
} from "../adapter.ts";
import { describeNetwork } from "../catalogue.ts";
import { heldBytes } from "./held-bytes.ts";

export interface ContractOptions<Credentials, Settings, Item> {
  readonly adapter: NetworkAdapter<Credentials, Settings, Item>;
  readonly sandbox: NetworkSandbox;
  /** Which of the sandbox's sources is listed. Default: the first. */
  readonly sourceId?: string;
  /** Settings over those of the source. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** The sub-id's setting and a value; left out where the network has none. */
  readonly subId?: {
    readonly setting: string;
    readonly value: unknown;
    readonly expected: string;
    /** Settings beside it, where not every offer's link can carry one. */
    readonly settings?: Readonly<Record<string, unknown>>;
  };
  /** How a whole, honest listing ends. Default COMPLETE. */
  readonly coverage?: SyncCoverage;
  /** What this source brings of what the adapter can, where that is not all. */
  readonly brings?: Partial<Omit<NetworkCapabilities, "incremental" | "subId">>;
  /** Fewest offers of an honest listing. Default 500. */
  readonly leastOffers?: number;
  /** Paths whose requests are listings, for lies that replace an answer. */
  readonly listingPath: string | RegExp;
  /** A wrong value for each credential that the network checks. */
  readonly wrongCredentials: Readonly<Record<string, string>>;
  /** Whether pages resume. False for a single file. Default true. */
  readonly resumes?: boolean;
  /** The network's own way of throttling, told `times` times. Default: 429 without headers. */
  readonly throttling?: Omit<Extract<Lie, { kind: "status" }>, "times" | "path">;
  /** The network's own error in an answer of 200. Default: a JSON error object. */
  readonly errorBody?: Lie;
  /** How the listing of an empty account ends. Default COMPLETE. */
  readonly emptyCoverage?: SyncCoverage;
  /** Records that the sandbox breaks on purpose are rejected with reasons that match this. */
  readonly rejection: RegExp;
  /** False: the network gives no ids, and the adapter makes them of what does not change. Default true. */
  readonly givesIds?: boolean;
  /** The network states no totals, so that offers it hides are missed by nobody. Default false. */
  readonly hidesUnnoticed?: boolean;
  /** Whether secrets may stand in addresses, because the network's contract has them there. Default false. */
  readonly secretsInAddresses?: boolean;
  /** A long listing, `scale` times as large: memory must not follow. Default 8. */
  readonly largeScale?: number;
}

/** In winter, with an instant in the middle of a slot of the sandbox's catalogue. */
const NOW = new Date("2026-11-20T12:00:30Z");
const SUMMER = new Date("2026-07-10T12:00:30Z");

export function testNetworkContract<Credentials, Settings, Item>(
  options: ContractOptions<Credentials, Settings, Item>,
): void {
  const { adapter, sandbox, listingPath } = options;
  const source = sandbox.sources.find(({ id }) => id === (options.sourceId ?? sandbox.sources[0]?.id));
  if (!source) throw new Error(`the sandbox of ${adapter.id} has no source ${options.sourceId ?? ""}`);
  const settings = { ...source.settings, ...options.settings };
  const credentials = source.credentials ?? {};
  const coverage = options.coverage ?? "COMPLETE";
  let servers: Sandboxes;

  const start = async (now: Date = NOW, scale = 1): Promise<void> => {
    servers = await startSandboxes({ sandboxes: [sandbox.create()], now: () => now, scale });
  };
  const list = (given: Partial<ListingRequest> = {}): Promise<Listed<Item>> =>
    listed(adapter, { origin: servers.origin, now: NOW, credentials, settings, ...given });
  /** A fresh sandbox has its whole quota again. */
  const listAfresh = async (lies: readonly Lie[] = [], now: Date = NOW): Promise<Listed<Item>> => {
    await servers.close();
    await start(now);
    servers.tell(...lies);
    return list({ now });
  };
  const contentOf = (draft: OfferDraft, now: Date = NOW): OfferContent =>
    normaliseOffer(draft, { timeZone: adapter.timeZone, now });
  const contents = (listing: Listed<Item>, now: Date = NOW): Map<string, string> =>
    new Map(listing.offers.map((draft) => [sourceOfferId(draft), JSON.stringify(contentOf(draft, now))]));

  beforeEach(() => start());
  afterEach(() => servers.close());

  describe("what admins see", () => {
    test("each credential field is in the schema, with a label and where to find it", () => {
      const { credentialFields, credentialsSchema } = adapter;
      const inSchema = z.toJSONSchema(credentialsSchema, { io: "input", unrepresentable: "any" }) as {
        properties?: object;
      };
      expect(credentialFields.map(({ name }) => name).toSorted()).toEqual(
        Object.keys(inSchema.properties ?? {}).toSorted(),
      );
      for (const { label, help } of credentialFields) {
        expect(label).not.toBe("");
        expect(help.length).toBeGreaterThan(15);
      }
    });

    test("each setting has a description", () => {
      const { settingsSchema } = describeNetwork(adapter) as {
        settingsSchema: { properties?: Record<string, { description?: string }> };
      };
      const bare = Object.entries(settingsSchema.properties ?? {}).filter(
        ([, { description }]) => !description,
      );
      expect(bare.map(([name]) => name)).toEqual([]);
    });

    test("an unknown setting is refused, and a schedule can be read", () => {
      expect(() => parseSettings(adapter, { ...settings, nosuchsetting: 1 }, "x")).toThrow(/nosuchsetting/);
      expect(() => parseSchedule(adapter.defaultSchedule)).not.toThrow();
    });

    test("missing credentials are named, each with where to find it", () => {
      const required = adapter.credentialFields.filter((field) => field.required);
      for (const { name } of required) {
        const { [name]: _left, ...rest } = credentials;
        expect(() => parseCredentials(adapter, rest, "x")).toThrow(name);
      }
    });
  });

  describe("a whole listing", () => {
    test("reaches its end, and every offer comes out in the one form", async () => {
      const listing = await list();
      expect(listing.end).toMatchObject({ coverage });
      expect(listing.offers.length).toBeGreaterThanOrEqual(options.leastOffers ?? 500);
      for (const draft of listing.offers) expectUniform(contentOf(draft));
    });

    test("brings every kind that it claims, and no other", async () => {
      const capabilities = { ...adapter.capabilities, ...options.brings };
      const all = (await list()).offers.map((draft) => contentOf(draft));
      const kinds = new Set(all.map(({ kind }) => kind));
      expect({
        products: kinds.has("PRODUCT"),
        coupons: kinds.has("COUPON"),
        deals: kinds.has("DEAL"),
        programmes: kinds.has("PROGRAMME"),
        commission: all.some(({ commission }) => commission !== null),
      }).toEqual({
        products: capabilities.products,
        coupons: capabilities.coupons,
        deals: capabilities.deals,
        programmes: capabilities.programmes,
        commission: capabilities.commission,
      });
    });

    test("gives every offer an id of its own, the same in the next run", async () => {
      const first = await list();
      const second = await listAfresh();
      const ids = first.offers.map(sourceOfferId);
      expect(new Set(ids).size).toBe(ids.length);
      expect(contents(second)).toEqual(contents(first));
    });

    test("an hour later most offers are the same, and some have changed", async () => {
      const before = contents(await list());
      const later = new Date(NOW.getTime() + 3_600_000);
      const after = contents(await listAfresh([], later), later);
      const kept = [...before.keys()].filter((id) => after.has(id));
      expect(kept.length).toBeGreaterThan(before.size * 0.8);
      expect([...after].some(([id, content]) => before.get(id) !== content)).toBe(true);
    });

    test("brings texts through unharmed in more than one script", async () => {
      const texts = (await list()).offers.map(({ title, description }) => `${title} ${description ?? ""}`);
      expect(texts.join("\n")).toMatch(/[äöüßéèçłśżå]/);
      expect(texts.join("\n")).toMatch(/[\u0400-\u04ff\u0600-\u06ff\u3040-\u9fff]/);
    });

    test("rejects the records that are broken, alone and with reasons", async () => {
      const { rejected, offers } = await list();
      expect(rejected.length).toBeGreaterThan(0);
      expect(rejected.length).toBeLessThan(offers.length * 0.1);
      for (const reason of rejected) expect(reason).toMatch(options.rejection);
    });

    const { subId } = options;
    test.runIf(subId !== undefined)("puts the sub-id on its links", async () => {
      if (!subId) return;
      const { offers } = await list({
        settings: { ...settings, ...subId.settings, [subId.setting]: subId.value },
      });
      const without = offers.filter(({ trackingUrl }) => !trackingUrl.includes(subId.expected));
      expect(without.length).toBeLessThan(offers.length * 0.05);
    });

    test("of an empty account holds nothing", async () => {
      const { offers, end } = await listAfresh([{ kind: "partial", share: 0 }]);
      expect([offers.length, end.coverage]).toEqual([0, options.emptyCoverage ?? "COMPLETE"]);
    });

    test("claims a sub-id exactly where it has a setting for one", () => {
      expect(subId !== undefined).toBe(adapter.capabilities.subId !== null);
    });

    test("keeps secrets out of addresses", async () => {
      await list();
      const secrets = adapter.credentialFields
        .filter(({ secret }) => secret)
        .map(({ name }) => credentials[name] ?? "")
        .filter((value) => value !== "");
      const addresses = servers.exchanges.map(({ path }) => decodeURIComponent(path)).join("\n");
      const leaked = secrets.filter((secret) => addresses.includes(secret));
      expect(options.secretsInAddresses ? [] : leaked).toEqual([]);
    });
  });

  describe.runIf(options.resumes ?? true)("a listing that is taken up again", () => {
    test("continues after the page of its cursor, and ends as the whole one", async () => {
      const whole = await list();
      expect(whole.pages.length).toBeGreaterThan(1);
      const step = Math.max(1, Math.floor(whole.pages.length / 8));
      for (let place = 0; place < whole.pages.length; place += step) {
        await servers.close();
        await start();
        const rest = await list({ cursor: whole.pages[place]?.cursor ?? null });
        const taken = [...whole.pages.slice(0, place + 1), ...rest.pages].flatMap(({ records }) => records);
        const all = whole.pages.flatMap(({ records }) => records);
        expect(new Set(taken.map((record) => JSON.stringify(record)))).toEqual(
          new Set(all.map((record) => JSON.stringify(record))),
        );
        expect(rest.end).toEqual(whole.end);
      }
    }, 120_000);

    test("refuses a cursor that it did not make", async () => {
      await expect(list({ cursor: "no cursor" })).rejects.toThrow(/start the listing from its beginning/);
    });
  });

  describe("credentials that are wrong", () => {
    test.each(Object.entries(options.wrongCredentials))(
      "%s is named, and where to find it",
      async (field, value) => {
        const listing = list({ credentials: { ...credentials, [field]: value } });
        await expect(listing).rejects.toThrow(CredentialsRefused);
        await listing.catch((error: unknown) => {
          const { message } = error as Error;
          expect(message).toContain(field);
          expect(message).not.toContain(value);
        });
      },
    );

    test("end the run after few requests", async () => {
      const [first] = Object.entries(options.wrongCredentials);
      if (!first) return;
      await list({ credentials: { ...credentials, [first[0]]: first[1] } }).catch(() => undefined);
      expect(servers.exchanges.length).toBeLessThanOrEqual(3);
    });
  });

  describe("a network in trouble", () => {
    test("that throttles is given a rest, and everything comes", async () => {
      const honest = contents(await list());
      const throttling: Lie = options.throttling
        ? { ...options.throttling, path: listingPath, times: 2 }
        : { kind: "throttled", path: listingPath, times: 2 };
      const listing = await listAfresh([throttling]);
      expect(contents(listing)).toEqual(honest);
      expect(listing.end.coverage).toBe(coverage);
    });

    test("that fails three times is asked again, and everything comes", async () => {
      const honest = contents(await list());
      const listing = await listAfresh([{ kind: "status", status: 503, path: listingPath, times: 3 }]);
      expect(contents(listing)).toEqual(honest);
    });

    test("that is slow is waited for", async () => {
      const honest = contents(await list());
      const listing = await listAfresh([{ kind: "slow", ms: 40, path: listingPath, times: 2 }]);
      expect(contents(listing)).toEqual(honest);
    });

    const troubles: readonly (readonly [string, Lie])[] = [
      ["goes on failing", { kind: "status", status: 500, path: listingPath }],
      ["goes on throttling", { kind: "throttled", path: listingPath }],
      ["answers 200 with an error", options.errorBody ?? { kind: "error-body", path: listingPath }],
      ["answers a web page", { kind: "html", path: listingPath }],
      ["cuts its answer short", { kind: "truncated", bytes: 1500, path: listingPath }],
      ["breaks the connection", { kind: "truncated", bytes: 1500, abrupt: true, path: listingPath }],
      ["gives one page again and again", { kind: "repeated-page", path: listingPath }],
      ["hides a part and keeps its totals", { kind: "partial", share: 0.4, trueTotals: true }],
    ];
    test.each(troubles)(
      "that %s is not taken for one that lists everything",
      async (_, lie) => {
        const honest = new Set(contents(await list()).keys());
        let listing: Listed<Item>;
        try {
          listing = await listAfresh([lie]);
        } catch (error) {
          // A listing that ends with an exception removes nothing; the message is for people.
          expect((error as Error).message.length).toBeGreaterThan(20);
          return;
        }
        const ids = listing.offers.map(sourceOfferId);
        expect(ids.filter((id) => !honest.has(id))).toEqual([]);
        // Without totals a network can hide offers from anyone: there, and only there, no adapter can tell.
        const undetectable = lie.kind === "partial" && options.hidesUnnoticed;
        if (listing.end.coverage === "COMPLETE" && !undetectable) expect(new Set(ids)).toEqual(honest);
      },
      120_000,
    );

    test.each([
      ["winter", NOW],
      ["summer", SUMMER],
    ])("that leaves the offset off its dates in %s means the same instants", async (_, now) => {
      const honest = await listAfresh([], now);
      const naive = await listAfresh([{ kind: "naive-dates" }], now);
      expect(contents(naive, now)).toEqual(contents(honest, now));
    });

    test.runIf(options.givesIds ?? true)(
      "whose ids have migrated has the same offers under other ids",
      async () => {
        const honest = contents(await list());
        const migrated = contents(await listAfresh([{ kind: "migrated-ids" }]));
        expect(migrated.size).toBe(honest.size);
        expect([...migrated.keys()].filter((id) => honest.has(id)).length).toBeLessThan(honest.size * 0.2);
      },
    );

    test("that stands still shows what it showed", async () => {
      const honest = contents(await list());
      const later = new Date(NOW.getTime() + 86_400_000);
      const frozen = await listAfresh([{ kind: "frozen", at: NOW }], later);
      expect([...contents(frozen, later).keys()]).toEqual([...honest.keys()]);
    });
  });

  test("memory does not follow the size of the listing", async () => {
    const most = async (scale: number): Promise<number> => {
      await servers.close();
      await start(NOW, scale);
      let peak = 0;
      const before = heldBytes();
      await list({ onPage: () => (peak = Math.max(peak, heldBytes() - before)) });
      return peak;
    };
    const small = await most(1);
    const large = await most(options.largeScale ?? 8);
    expect(large - small).toBeLessThan(24 * 1024 * 1024);
  }, 180_000);
}

const MARKUP = /<\/?[a-z][^>]*>|&(?:#\d+|#x[\da-f]+|amp|lt|gt|quot|nbsp|eacute|uuml);/i;
const DECIMAL = /^\d+(?:\.\d+)?$/;
const UTC = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/;

/** Text without markup, decimal strings, UTC instants, codes: the same from every network. */
function expectUniform(content: OfferContent): void {
  const { title, description, restrictions, categories, tags } = content;
  for (const text of [title, description ?? "", ...restrictions, ...categories, ...tags]) {
    expect(text).not.toMatch(MARKUP);
  }
  for (const money of [content.price, content.originalPrice]) {
    if (money) {
      expect(money.amount).toMatch(DECIMAL);
      expect(money.currency).toMatch(/^[A-Z]{3}$/);
    }
  }
  for (const instant of [content.startsAt, content.endsAt])
    if (instant !== null) expect(instant).toMatch(UTC);
  for (const country of content.countries) expect(country).toMatch(/^[A-Z]{2}$/);
  for (const value of [content.commission?.min, content.commission?.max, content.discount?.value]) {
    if (value !== null && value !== undefined) expect(value).toMatch(DECIMAL);
  }
  for (const url of [content.url, content.trackingUrl, ...content.images]) {
    if (url !== null) expect(url).toMatch(/^https?:\/\//);
  }
}
