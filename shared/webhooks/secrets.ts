/**
 * The secrets that webhooks are signed with, one of Secrets Manager's a webhook. A new value keeps the one before it
 * under the label AWSPREVIOUS, so that whoever replaces a secret need not read it.
 */
import {
  CreateSecretCommand,
  DeleteSecretCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
  ResourceNotFoundException,
  type SecretsManagerClient,
} from "@aws-sdk/client-secrets-manager";
import { randomBytes } from "node:crypto";

/** Standard Webhooks wants 24 to 64. */
const SECRET_BYTES = 32;

/** `whsec_` and base64: the serialisation of Standard Webhooks. */
export const newSecret = (): string => `whsec_${randomBytes(SECRET_BYTES).toString("base64")}`;

/** Somebody deleted a webhook's secret behind its back. */
export class SecretMissing extends Error {
  override readonly name = "SecretMissing";
  constructor(webhookId: string) {
    super(`The webhook ${webhookId} has no secret any more: rotate it, which makes a new one.`);
  }
}

export class WebhookSecrets {
  readonly #client: SecretsManagerClient;
  readonly #prefix: string;

  constructor(client: SecretsManagerClient, prefix: string) {
    this.#client = client;
    this.#prefix = prefix;
  }

  /** Replaces the secret; the one before it can be read as the previous one. */
  async put(webhookId: string, SecretString: string): Promise<void> {
    const name = this.#prefix + webhookId;
    try {
      await this.#client.send(new PutSecretValueCommand({ SecretId: name, SecretString }));
    } catch (error) {
      if (!(error instanceof ResourceNotFoundException)) throw error;
      await this.#client.send(new CreateSecretCommand({ Name: name, SecretString }));
    }
  }

  /**
   * What to sign with, the present one first.
   * @param withPrevious whether the one before it still counts
   * @throws SecretMissing
   */
  async get(webhookId: string, withPrevious: boolean): Promise<string[]> {
    const stages = withPrevious ? ["AWSCURRENT", "AWSPREVIOUS"] : ["AWSCURRENT"];
    const [current, ...previous] = await Promise.all(stages.map((stage) => this.#value(webhookId, stage)));
    if (current === null || current === undefined) throw new SecretMissing(webhookId);
    return [current, ...previous.filter((value) => value !== null)];
  }

  async #value(webhookId: string, VersionStage: string): Promise<string | null> {
    try {
      const { SecretString } = await this.#client.send(
        new GetSecretValueCommand({ SecretId: this.#prefix + webhookId, VersionStage }),
      );
      return SecretString ?? null;
    } catch (error) {
      if (error instanceof ResourceNotFoundException) return null;
      throw error;
    }
  }

  async remove(webhookId: string): Promise<void> {
    try {
      await this.#client.send(
        new DeleteSecretCommand({ SecretId: this.#prefix + webhookId, ForceDeleteWithoutRecovery: true }),
      );
    } catch (error) {
      if (!(error instanceof ResourceNotFoundException)) throw error;
    }
  }
}
