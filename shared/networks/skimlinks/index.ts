/** Skimlinks: coupons and deals across its merchants, and the merchants themselves as programmes. */
import * as z from "zod";
import type { NetworkAdapter } from "../adapter.ts";
import { type AnyPart, listParts, part } from "../kit/listing.ts";
import { quotaKeyOf } from "../kit/quota-key.ts";
import { listPage, skimlinksToken } from "./api.ts";
import { definition, type SkimlinksCredentials, type SkimlinksSettings } from "./definition.ts";
import { skimlinksOffer, type SkimlinksRecord } from "./map-offer.ts";

export const adapter: NetworkAdapter<SkimlinksCredentials, SkimlinksSettings, SkimlinksRecord> = {
  ...definition,
  quotaKey: ({ clientId }) => quotaKeyOf(clientId),
  fetchOffers(context) {
    const { pull, country, favouritesOnly } = context.settings;
    const token = skimlinksToken(context);
    const filters = {
      ...(country !== undefined && { country }),
      ...(favouritesOnly && { favourite_type: "favourite" }),
    };
    const walk = (
      list: "offers" | "merchants",
      surface: SkimlinksRecord["surface"],
      query: Readonly<Record<string, string>>,
    ): AnyPart<SkimlinksRecord> =>
      part<number, SkimlinksRecord>({
        name: list,
        position: z.int(),
        first: 0,
        async page(offset) {
          const { items, next } = await listPage(context, token, list, offset, { ...query, ...filters });
          return { records: items.map((raw) => ({ surface, raw })), next };
        },
      });
    const parts: AnyPart<SkimlinksRecord>[] = [];
    // By id, so that no row moves to another page while they are walked.
    if (pull.includes("offers"))
      parts.push(walk("offers", "offer", { period: "not_expired", sort_by: "id", sort_dir: "asc" }));
    if (pull.includes("merchants")) {
      const { publisherDomainId } = context.credentials;
      parts.push(
        walk("merchants", "merchant", {
          publisher_domain_id: publisherDomainId,
          sort_by: "name",
          sort_dir: "asc",
        }),
      );
    }
    return listParts(parts, context);
  },
  toOffer: skimlinksOffer,
};
