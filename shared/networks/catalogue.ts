/** What people see of the networks: names, credential fields, settings as JSON Schema, what they bring and allow. */
import * as z from "zod";
import type { NetworkDefinition, NetworkRetirement } from "./adapter.ts";

export interface NetworkDescription extends Pick<
  NetworkDefinition,
  | "id"
  | "name"
  | "docsUrl"
  | "maturity"
  | "maturityNote"
  | "capabilities"
  | "policy"
  | "credentialFields"
  | "defaultSchedule"
> {
  readonly retired: NetworkRetirement | null;
  /** JSON Schema of the settings document. */
  readonly settingsSchema: unknown;
}

export const describeNetwork = (definition: NetworkDefinition): NetworkDescription => ({
  id: definition.id,
  name: definition.name,
  docsUrl: definition.docsUrl,
  maturity: definition.maturity,
  maturityNote: definition.maturityNote,
  capabilities: definition.capabilities,
  policy: definition.policy,
  retired: definition.retired ?? null,
  credentialFields: definition.credentialFields,
  // What an admin writes, before defaults are filled in.
  settingsSchema: z.toJSONSchema(definition.settingsSchema, { io: "input", unrepresentable: "any" }),
  defaultSchedule: definition.defaultSchedule,
});
