/** ShareASale, which closed in 2025: its name is kept for whoever asks for it. */
import * as z from "zod";
import type { NetworkDefinition, NetworkRetirement } from "../adapter.ts";

export const closed: NetworkRetirement = {
  at: "2025-10-06",
  replacedBy: "awin",
  message:
    "ShareASale closed on 6 October 2025 and its programmes moved to Awin. ShareASale API tokens no longer work and cannot be converted: delete them. " +
    "Create an API token in Awin (https://ui.awin.com/awin-api), note your Awin publisher ID, and add an Awin source instead: offers sources add my-awin --network awin. " +
    "Offers imported from ShareASale keep their old ids and will not be refreshed.",
};

export const definition: NetworkDefinition<Record<string, never>, Record<string, unknown>> = {
  id: "shareasale",
  name: "ShareASale (closed)",
  docsUrl: "https://help.awin.com/docs/comparison-between-shareasale-and-awin-apis",
  maturity: "CONTRACT",
  maturityNote: "Nothing can raise it: there is no ShareASale API any more. Use Awin.",
  capabilities: {
    products: false,
    coupons: false,
    deals: false,
    programmes: false,
    commission: false,
    incremental: false,
    subId: null,
  },
  policy: {
    maxAgeHours: null,
    withheldFields: [],
    disclosure: null,
    source: "ShareASale's terms ended with it; Awin's hold for what moved there.",
  },
  retired: closed,
  // A token that is typed in here would be a secret that opens nothing: none is asked for.
  credentialFields: [],
  credentialsSchema: z.strictObject({}),
  // Settings of a source that was made while the network lived are read, and used for nothing.
  settingsSchema: z.record(z.string(), z.unknown()),
  defaultSchedule: "rate(7 days)",
  rateLimits: [{ requests: 1, intervalMs: 1000 }],
  // The zone that its saved files are in: the company's seat.
  timeZone: "America/Chicago",
};
