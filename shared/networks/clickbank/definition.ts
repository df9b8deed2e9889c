/** ClickBank, as admins and the API see it. */
import * as z from "zod";
import type { NetworkDefinition } from "../adapter.ts";
import { type ClickbankSettings, clickbankSettings } from "./settings.ts";

export const clickbankCredentials = z.strictObject({
  affiliateNickname: z
    .string()
    .trim()
    .toLowerCase()
    .regex(/^[a-z0-9]{5,10}$/, "must be the account nickname: 5 to 10 letters and digits, no e-mail address"),
});
export type ClickbankCredentials = z.output<typeof clickbankCredentials>;

export const definition: NetworkDefinition<ClickbankCredentials, ClickbankSettings> = {
  id: "clickbank",
  name: "ClickBank",
  docsUrl: "https://support.clickbank.com/en/articles/10535397",
  maturity: "CONTRACT",
  maturityNote:
    "RECORDED needs a feed file downloaded and a search answered by the live marketplace. LIVE needs a week of syncs, and ClickBank's word on the use of its GraphQL interface by software.",
  capabilities: {
    products: false,
    coupons: false,
    deals: false,
    programmes: true,
    commission: true,
    incremental: false,
    subId: "tid",
  },
  policy: {
    maxAgeHours: null,
    withheldFields: [],
    disclosure: null,
    source:
      "ClickBank's marketplace feed and API articles name no limit of age and no sentence of their own; listings are written for affiliates.",
  },
  credentialFields: [
    {
      name: "affiliateNickname",
      label: "Account nickname",
      secret: false,
      required: true,
      help: "The nickname of the ClickBank account that is to be paid: Accounts, after logging in at accounts.clickbank.com. It stands in every HopLink. ClickBank does not check it here: a mistyped one pays somebody else.",
    },
  ],
  credentialsSchema: clickbankCredentials,
  settingsSchema: clickbankSettings,
  // The feed is built once a day, at about 05:00 US Pacific time.
  defaultSchedule: "rate(1 day)",
  // No quota of the search is published: one request at a time, a second or two apart.
  rateLimits: [{ requests: 1, intervalMs: 1_200 }],
  timeZone: "UTC",
};
