/**
 * The generic feed reads from settings documents alone what the coded adapters read of the same networks: each offer is
 * compared with the coded one's, field by field.
 */
import { readFileSync } from "node:fs";
import { afterEach, expect, test } from "vitest";
import type { NetworkAdapter } from "../shared/networks/adapter.ts";
import { adapter as awin } from "../shared/networks/awin/index.ts";
import { awinSandboxCredentials } from "../shared/networks/awin/sandbox/credentials.ts";
import { sandbox as awinSandbox } from "../shared/networks/awin/sandbox/index.ts";
import { adapter as envato } from "../shared/networks/envato/index.ts";
import { sandbox as envatoSandbox } from "../shared/networks/envato/sandbox/index.ts";
import { adapter as genericFeed } from "../shared/networks/generic-feed/index.ts";
import { sandbox as feedsSandbox } from "../shared/networks/generic-feed/sandbox/index.ts";
import { adapter as impact } from "../shared/networks/impact/index.ts";
import { impactSandboxCredentials } from "../shared/networks/impact/sandbox/credentials.ts";
import { sandbox as impactSandbox } from "../shared/networks/impact/sandbox/index.ts";
import { normaliseOffer, sourceOfferId } from "../shared/offer/normalise.ts";
import { listed } from "../shared/sandbox/listed.ts";
import type { NetworkSandbox } from "../shared/sandbox/sandbox.ts";
import { type Sandboxes, startSandboxes } from "../shared/sandbox/server.ts";

const NOW = new Date("2026-11-20T12:00:30Z");
const EXAMPLES = new URL("../shared/networks/generic-feed/examples/", import.meta.url);
let servers: Sandboxes | null = null;
const stop = async (): Promise<void> => {
  await servers?.close();
  servers = null;
};
afterEach(stop);

interface Example {
  readonly config?: Readonly<Record<string, string>>;
}

/** The document as users find it, with the account's own values in it. */
function example(name: string, config: Readonly<Record<string, string>> = {}): object {
  const settings = JSON.parse(readFileSync(new URL(`${name}.json`, EXAMPLES), "utf8")) as Example;
  return settings.config === undefined
    ? settings
    : { ...settings, config: { ...settings.config, ...config } };
}

/** Whole content by id, of a whole listing, from a sandbox with its whole quota. */
async function offersOf<Credentials, Settings, Item>(
  adapter: NetworkAdapter<Credentials, Settings, Item>,
  sandbox: NetworkSandbox,
  credentials: object,
  settings: object,
): Promise<ReadonlyMap<string, object>> {
  await stop();
  servers = await startSandboxes({ sandboxes: [sandbox.create()], now: () => NOW });
  const { offers, end } = await listed(adapter, { origin: servers.origin, now: NOW, credentials, settings });
  expect(end).toEqual({ coverage: "COMPLETE" });
  return new Map(
    offers.map((draft) => [
      sourceOfferId(draft),
      normaliseOffer(draft, { timeZone: adapter.timeZone, now: NOW }),
    ]),
  );
}

/** Where they differ: nowhere. Ids that only one of them has count too. */
function differences(
  declared: ReadonlyMap<string, object>,
  coded: ReadonlyMap<string, object>,
): { readonly id: string; readonly declared: unknown; readonly coded: unknown }[] {
  const ids = new Set([...declared.keys(), ...coded.keys()]);
  return [...ids]
    .map((id) => ({ id, declared: declared.get(id), coded: coded.get(id) }))
    .filter((pair) => JSON.stringify(pair.declared) !== JSON.stringify(pair.coded))
    .slice(0, 3);
}

test("Awin promotions", async () => {
  const { accessToken, publisherId } = awinSandboxCredentials;
  const declared = await offersOf(
    genericFeed,
    awinSandbox,
    { apiToken: accessToken },
    example("awin-promotions", { publisherId, clickref: "blog" }),
  );
  const coded = await offersOf(awin, awinSandbox, awinSandboxCredentials, {
    pull: ["promotions"],
    clickref: "blog",
    programmeTerms: 0,
  });
  // A promotion has no logo and no sector: the coded adapter has them from the list of programmes.
  const own = (offers: ReadonlyMap<string, object>) =>
    new Map([...offers].map(([id, offer]) => [id, { ...offer, images: [], categories: [] }]));
  expect(coded.size).toBeGreaterThan(400);
  expect(differences(own(declared), own(coded))).toEqual([]);
});

test("Envato search", async () => {
  const [source] = envatoSandbox.sources;
  const { personalToken = "", impactPartnerId = "", impactAdId = "" } = source?.credentials ?? {};
  const declared = await offersOf(
    genericFeed,
    envatoSandbox,
    { apiToken: personalToken },
    example("envato-search", { partnerId: impactPartnerId, adId: impactAdId }),
  );
  const coded = await offersOf(envato, envatoSandbox, source?.credentials ?? {}, { subId: "blog" });
  expect(coded.size).toBeGreaterThan(500);
  expect(differences(declared, coded)).toEqual([]);
});

test("impact.com catalogues", async () => {
  const { accountSid, authToken } = impactSandboxCredentials;
  const declared = await offersOf(
    genericFeed,
    impactSandbox,
    { password: authToken },
    example("impact-catalogs", { accountSid }),
  );
  const coded = await offersOf(impact, impactSandbox, impactSandboxCredentials, {
    pull: ["products"],
    commission: false,
    subId1: "blog",
  });
  expect(coded.size).toBeGreaterThan(200);
  expect(differences(declared, coded)).toEqual([]);
});

test("a Google Merchant feed", async () => {
  const shop = feedsSandbox.sources.find(({ id }) => id === "demo-shop");
  const declared = await offersOf(genericFeed, feedsSandbox, {}, example("google-merchant"));
  const coded = await offersOf(genericFeed, feedsSandbox, {}, shop?.settings ?? {});
  expect(coded.size).toBeGreaterThan(200);
  expect(differences(declared, coded)).toEqual([]);
});
