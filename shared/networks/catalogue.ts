/** What people see of the networks: names, credential fields, settings as JSON Schema. */
import * as z from "zod";
import type { CredentialField, NetworkAdapter, NetworkMaturity } from "./adapter.ts";

export interface NetworkDescription {
  readonly id: string;
  readonly name: string;
  readonly docsUrl: string | null;
  readonly maturity: NetworkMaturity;
  readonly credentialFields: readonly CredentialField[];
  /** JSON Schema of the settings document. */
  readonly settingsSchema: unknown;
  readonly defaultSchedule: string;
}

export const describeNetwork = (adapter: NetworkAdapter): NetworkDescription => ({
  id: adapter.id,
  name: adapter.name,
  docsUrl: adapter.docsUrl,
  maturity: adapter.maturity,
  credentialFields: adapter.credentialFields,
  // What an admin writes, before defaults are filled in.
  settingsSchema: z.toJSONSchema(adapter.settingsSchema, { io: "input", unrepresentable: "any" }),
  defaultSchedule: adapter.defaultSchedule,
});
