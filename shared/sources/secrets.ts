/** The credentials of sources: one secret a source, a JSON object, in Secrets Manager. */
import {
  CreateSecretCommand,
  DeleteSecretCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
  ResourceExistsException,
  ResourceNotFoundException,
  type SecretsManagerClient,
} from "@aws-sdk/client-secrets-manager";
import type { CredentialField } from "../networks/adapter.ts";

export class SourceSecrets {
  readonly #client: SecretsManagerClient;
  readonly #prefix: string;

  constructor(client: SecretsManagerClient, prefix: string) {
    this.#client = client;
    this.#prefix = prefix;
  }

  /** @returns the credentials as they were set, or null when none are */
  async get(sourceId: string): Promise<Record<string, unknown> | null> {
    try {
      const { SecretString } = await this.#client.send(
        new GetSecretValueCommand({ SecretId: this.#prefix + sourceId }),
      );
      const value: unknown = JSON.parse(SecretString ?? "null");
      return typeof value === "object" && value !== null ? { ...value } : null;
    } catch (error) {
      if (error instanceof ResourceNotFoundException) return null;
      throw error;
    }
  }

  async put(sourceId: string, credentials: Readonly<Record<string, unknown>>): Promise<void> {
    const SecretString = JSON.stringify(credentials);
    try {
      await this.#client.send(new CreateSecretCommand({ Name: this.#prefix + sourceId, SecretString }));
    } catch (error) {
      if (!(error instanceof ResourceExistsException)) throw error;
      await this.#client.send(new PutSecretValueCommand({ SecretId: this.#prefix + sourceId, SecretString }));
    }
  }

  /** Deletes at once: a removed source's credentials have no use in a recovery window. */
  async remove(sourceId: string): Promise<void> {
    try {
      await this.#client.send(
        new DeleteSecretCommand({ SecretId: this.#prefix + sourceId, ForceDeleteWithoutRecovery: true }),
      );
    } catch (error) {
      if (!(error instanceof ResourceNotFoundException)) throw error;
    }
  }
}

/** The values of the credentials' secret fields: what must never be seen in a log or a message. */
export const secretValues = (
  fields: readonly CredentialField[],
  credentials: Readonly<Record<string, unknown>>,
): string[] =>
  fields
    .filter((field) => field.secret)
    .map((field) => credentials[field.name])
    .filter((value): value is string => typeof value === "string" && value !== "");
