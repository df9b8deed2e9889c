/** What networks have in common whose site's system is found out. */
import * as z from "zod";
import type { NetworkDefinition } from "../../networks/adapter.ts";
import { checkFields } from "../affiliate.ts";
import { probedSettings } from "./settings.ts";

/** Reading a site needs no key. */
const credentialsSchema = z.strictObject({});
export type ProbedCredentials = z.output<typeof credentialsSchema>;

const settingsSchema = z.strictObject(probedSettings).superRefine(checkFields);
export type ProbedSourceSettings = z.output<typeof settingsSchema>;

export const probedDefinition = ({
  id,
  name,
  maturityNote,
}: Pick<NetworkDefinition, "id" | "name"> & { readonly maturityNote: string }): NetworkDefinition<
  ProbedCredentials,
  ProbedSourceSettings
> => ({
  id,
  name,
  docsUrl: null,
  maturity: "CONTRACT",
  maturityNote,
  capabilities: {
    products: false,
    coupons: false,
    deals: true,
    programmes: false,
    commission: false,
    incremental: false,
    subId: "subIdParam",
  },
  policy: {
    maxAgeHours: null,
    withheldFields: [],
    disclosure: null,
    source: `No terms for importers were found, and no statement that they are welcome: ask ${name} first.`,
  },
  credentialFields: [],
  credentialsSchema,
  settingsSchema,
  defaultSchedule: "rate(1 day)",
  rateLimits: [{ requests: 1, intervalMs: 1_000 }],
  timeZone: "UTC",
});
