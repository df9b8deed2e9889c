/** eBay Partner Network, as admins and the API see it. */
import * as z from "zod";
import type { CredentialField, NetworkDefinition } from "../adapter.ts";
import { type EbaySettings, ebaySettings } from "./settings.ts";

const KEYSETS = "developer.ebay.com > Application Keysets, the Production column";

const credentialsSchema = z.strictObject({
  clientId: z
    .string()
    .trim()
    .min(1)
    .refine((id) => !/-SBX-/.test(id), `is of eBay's sandbox; take the one of ${KEYSETS}`),
  clientSecret: z.string().trim().min(1),
  campaignId: z
    .string()
    .trim()
    .regex(
      /^\d{10}$/,
      "must be the 10 digits of a campaign: Partner Network > Campaigns. Without it eBay gives no links that pay",
    ),
});
export type EbayCredentials = z.output<typeof credentialsSchema>;

const credentialFields: readonly CredentialField[] = [
  { name: "clientId", label: "App ID (Client ID)", secret: true, required: true, help: `${KEYSETS}.` },
  {
    name: "clientSecret",
    label: "Cert ID (Client Secret)",
    secret: true,
    required: true,
    help: `${KEYSETS}, Cert ID.`,
  },
  {
    name: "campaignId",
    label: "Campaign ID",
    secret: false,
    required: true,
    help: "partner.ebay.com > Campaigns: the 10 digits beside the campaign's name.",
  },
];

export const definition: NetworkDefinition<EbayCredentials, EbaySettings> = {
  id: "ebay",
  name: "eBay Partner Network",
  docsUrl: "https://developer.ebay.com/api-docs/buy/browse/overview.html",
  maturity: "CONTRACT",
  maturityNote:
    "RECORDED needs recorded searches and items of a production keyset, and deals and events of an approved one. LIVE needs a week of syncs with links that eBay has credited.",
  capabilities: {
    products: true,
    coupons: true,
    deals: true,
    programmes: false,
    // The rate card is by category, on the Partner Network's pages only.
    commission: false,
    incremental: false,
    subId: "referenceId",
  },
  policy: {
    maxAgeHours: null,
    withheldFields: [],
    disclosure: null,
    source: "eBay's Buy API requirements: a coupon's message and terms are shown together with its code.",
  },
  credentialFields,
  credentialsSchema,
  settingsSchema: ebaySettings,
  defaultSchedule: "rate(6 hours)",
  // An application's default for all of the Browse API; a free growth check raises it.
  rateLimits: [
    { requests: 20, intervalMs: 1_000, burst: 20 },
    { requests: 4_900, intervalMs: 86_400_000, burst: 2_500 },
  ],
  // A spent day answers 429 too: after a few tries the next run goes on.
  retry: { tries: 4, throttlePauseMs: 5_000 },
  timeZone: "UTC",
};
