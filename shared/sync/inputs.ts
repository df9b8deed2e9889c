/** A source's credentials and settings, read by its adapter's schemas, with errors that say what to do. */
import type * as z from "zod";
import { CredentialsRefused, type NetworkDefinition } from "../networks/adapter.ts";
import type { Source } from "../sources/records.ts";
import { secretValues, type SourceSecrets } from "../sources/secrets.ts";

/** The settings do not fit the adapter's schema. */
export class SettingsInvalid extends Error {
  override readonly name = "SettingsInvalid";
}

export const missingFields = (
  definition: Pick<NetworkDefinition, "credentialFields">,
  given: Readonly<Record<string, unknown>>,
): string[] =>
  definition.credentialFields
    .filter((field) => field.required && (given[field.name] === undefined || given[field.name] === ""))
    .map((field) => `${field.name} (${field.help})`);

/** @throws CredentialsRefused naming each missing or malformed field and where to find it */
export function parseCredentials(
  definition: NetworkDefinition,
  given: Readonly<Record<string, unknown>>,
  sourceId: string,
): unknown {
  const missing = missingFields(definition, given);
  if (missing.length > 0) {
    throw new CredentialsRefused(
      `Credentials are missing: ${missing.join("; ")}. Set them with: offers sources credentials ${sourceId} FILE`,
    );
  }
  const parsed = definition.credentialsSchema.safeParse(given);
  if (parsed.success) return parsed.data;
  throw new CredentialsRefused(
    `The credentials of "${sourceId}" do not fit ${definition.name}: ${issues(parsed.error)}`,
  );
}

/** @throws SettingsInvalid naming each setting that does not fit */
export function parseSettings(definition: NetworkDefinition, given: unknown, sourceId: string): unknown {
  const parsed = definition.settingsSchema.safeParse(given ?? {});
  if (parsed.success) return parsed.data;
  throw new SettingsInvalid(
    `The settings of "${sourceId}" do not fit ${definition.name}: ${issues(parsed.error)}`,
  );
}

/** What is wrong and where; never the value itself, which may be a secret. */
const issues = (error: z.ZodError): string =>
  error.issues
    .map((issue) => `${issue.path.length === 0 ? "" : `${issue.path.join(".")}: `}${issue.message}`)
    .join("; ");

export async function readCredentials(
  secrets: SourceSecrets,
  definition: NetworkDefinition,
  source: Source,
): Promise<{ credentials: unknown; values: string[] }> {
  const given = definition.credentialFields.length === 0 ? {} : ((await secrets.get(source.id)) ?? {});
  return {
    credentials: parseCredentials(definition, given, source.id),
    values: secretValues(definition.credentialFields, given),
  };
}

export const readSettings = (definition: NetworkDefinition, source: Source): unknown =>
  parseSettings(definition, source.settings, source.id);
