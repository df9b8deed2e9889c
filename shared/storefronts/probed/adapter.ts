/** The adapter of a network that is one shop, read from whatever its site shows to machines. */
import type { NetworkAdapter, NetworkDefinition } from "../../networks/adapter.ts";
import { quotaKeyOf } from "../../networks/kit/quota-key.ts";
import { linkSettings } from "../affiliate.ts";
import { perSettings } from "../per-settings.ts";
import type { ProbedCredentials, ProbedSourceSettings } from "./definition.ts";
import { probedListing, probedOffer, type ProbedReading, type ProbedRecord } from "./shop.ts";

/**
 * @param usual where the shop may be, the likeliest first, unless the settings say
 * @param idsBy what of a deal stays the same for ever
 */
export function probedAdapter(
  definition: NetworkDefinition<ProbedCredentials, ProbedSourceSettings>,
  usual: readonly [string, ...string[]],
  idsBy: ProbedReading["idsBy"],
): NetworkAdapter<ProbedCredentials, ProbedSourceSettings, ProbedRecord> {
  const readingOf = perSettings((settings: ProbedSourceSettings): ProbedReading => ({
    name: definition.name,
    links: linkSettings(settings),
    currency: settings.currency ?? null,
    idsBy,
  }));
  return {
    ...definition,
    // A host's patience is one, whoever asks.
    quotaKey: (_credentials, { baseUrl }) => quotaKeyOf(new URL(baseUrl ?? usual[0]).host),
    fetchOffers: (context) => probedListing(context, usual),
    toOffer: (record, { settings, now }) => probedOffer(record, readingOf(settings), now),
  };
}
