/** SaaSWiz: lifetime deals, read from whatever the site shows to machines. */
import type { NetworkAdapter } from "../adapter.ts";
import { quotaKeyOf } from "../kit/quota-key.ts";
import { linkSettings } from "../../storefronts/affiliate.ts";
import { perSettings } from "../../storefronts/per-settings.ts";
import {
  probedListing,
  probedOffer,
  type ProbedReading,
  type ProbedRecord,
} from "../../storefronts/probed/shop.ts";
import type { ProbedCredentials, ProbedSourceSettings } from "../../storefronts/probed/definition.ts";
import { definition } from "./definition.ts";

const USUAL = ["https://saaswiz.com"] as const;

export const adapter: NetworkAdapter<ProbedCredentials, ProbedSourceSettings, ProbedRecord> = {
  ...definition,
  // A host's patience is one, whoever asks.
  quotaKey: (_credentials, { baseUrl }) => quotaKeyOf(new URL(baseUrl ?? USUAL[0]).host),
  fetchOffers: (context) => probedListing(context, USUAL),
  toOffer: (record, { settings, now }) => probedOffer(record, readingOf(settings), now),
};

const readingOf = perSettings((settings: ProbedSourceSettings): ProbedReading => ({
  name: definition.name,
  links: linkSettings(settings),
  currency: settings.currency ?? null,
  idsBy: "markup",
}));
