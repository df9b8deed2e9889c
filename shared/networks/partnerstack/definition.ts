/** PartnerStack, as admins and the API see it. */
import * as z from "zod";
import type { NetworkDefinition } from "../adapter.ts";

export const partnerstackCredentials = z.strictObject({
  apiKey: z.string().trim().min(1).regex(/^\S+$/, "must be the key alone, without blanks"),
});
export type PartnerstackCredentials = z.output<typeof partnerstackCredentials>;

export const partnerstackSettings = z.strictObject({
  available: z
    .boolean()
    .default(true)
    .describe(
      "Also programmes of the marketplace that you have not joined. Their links pay nothing until you do.",
    ),
  category: z
    .string()
    .regex(/^[a-z0-9-]+$/, "a slug such as artificial-intelligence")
    .optional()
    .describe(
      "Only marketplace programmes of this category (a slug); joined ones come whatever their category.",
    ),
  links: z
    .record(
      z.string().regex(/^co_\w+$/, "a company key such as co_Zq81LmPXa02k"),
      z.url({ protocol: /^https?$/ }),
    )
    .default({})
    .describe(
      "Your tracking link by company key, for joined programmes whose link PartnerStack's API does not give: copy it from the programme's page.",
    ),
  subIdParameter: z
    .string()
    .regex(/^[\w.-]+$/, "a query parameter's name")
    .default("sid")
    .describe(
      "The query parameter that carries the sub-id: PartnerStack does not publish its name, ask the programme.",
    ),
  subId: z
    .string()
    .max(100)
    .optional()
    .describe("Sub-id that is put on the tracking links of programmes that accept one."),
});
export type PartnerstackSettings = z.output<typeof partnerstackSettings>;

export const definition: NetworkDefinition<PartnerstackCredentials, PartnerstackSettings> = {
  id: "partnerstack",
  name: "PartnerStack",
  docsUrl: "https://docs.partnerstack.com/docs/partner-api",
  maturity: "CONTRACT",
  maturityNote:
    "RECORDED needs recorded pages of a live partner account: above all the shape of `offers`, the link of a partnership and the sub-id's parameter. LIVE needs a week of syncs.",
  capabilities: {
    products: false,
    coupons: false,
    deals: false,
    programmes: true,
    commission: true,
    incremental: false,
    subId: "sid",
  },
  policy: {
    maxAgeHours: null,
    withheldFields: [],
    disclosure: null,
    source: "PartnerStack's API documentation names no limit of age and no sentence of its own.",
  },
  credentialFields: [
    {
      name: "apiKey",
      label: "API key",
      secret: true,
      required: true,
      help: "Log in to PartnerStack as a partner: user menu (top right) > Settings > API keys > generate. Not a brand's public or secret key.",
    },
  ],
  credentialsSchema: partnerstackCredentials,
  settingsSchema: partnerstackSettings,
  defaultSchedule: "rate(6 hours)",
  // Not published. One request at a time and two or three of them a run stay far below anything.
  rateLimits: [{ requests: 60, intervalMs: 60_000, burst: 5 }],
  timeZone: "UTC",
};
