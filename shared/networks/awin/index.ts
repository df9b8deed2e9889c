/** Awin: coupons, deals and programmes from its publisher API, products from its feeds. */
import { createHash } from "node:crypto";
import type { NetworkAdapter } from "../adapter.ts";
import { RATE_LIMIT } from "./api.ts";
import { type AwinCredentials, awinCredentials, credentialFields } from "./credentials.ts";
import { listing } from "./listing.ts";
import { productOffer } from "./map-product.ts";
import { programmeOffer } from "./map-programme.ts";
import { promotionOffer } from "./map-promotion.ts";
import type { AwinRecord } from "./records.ts";
import { type AwinSettings, awinSettings } from "./settings.ts";

export const awin: NetworkAdapter<AwinCredentials, AwinSettings, AwinRecord> = {
  id: "awin",
  name: "Awin",
  docsUrl: "https://help.awin.com/apidocs",
  maturity: "CONTRACT",
  credentialFields,
  credentialsSchema: awinCredentials,
  settingsSchema: awinSettings,
  defaultSchedule: "rate(30 minutes)",
  rateLimit: RATE_LIMIT,
  timeZone: "UTC",
  // Awin counts calls by user, and a user has one token, whichever publisher accounts it is used for.
  quotaKey: ({ accessToken }) =>
    `awin:${createHash("sha256").update(accessToken).digest("hex").slice(0, 32)}`,
  fetchOffers: listing,
  toOffer(record, { settings, now }) {
    switch (record.surface) {
      case "promotion":
        return promotionOffer(record, settings);
      case "programme":
        return programmeOffer(record, settings);
      case "product":
        return productOffer(record, settings, now);
    }
  },
};
