/** Secrets and their versions, sealed with the data directory's key before they reach the disk. */
import { createHash, randomUUID } from "node:crypto";
import type { DatabaseSync } from "node:sqlite";
import { seal, unseal } from "../keys.ts";
import { arn } from "../template/names.ts";
import type { Account } from "../template/names.ts";
import { ServiceError } from "./answer.ts";

export interface StoredSecret {
  readonly name: string;
  readonly arn: string;
  readonly description: string | null;
  /** Epoch milliseconds, as all times here. */
  readonly createdAt: number;
  readonly changedAt: number;
  /** When it may be destroyed; null while it is in use. */
  readonly deletedAt: number | null;
}

export interface SecretVersion {
  readonly versionId: string;
  readonly stage: string | null;
  readonly createdAt: number;
  readonly value: string;
}

export class SecretStore {
  readonly #state: DatabaseSync;
  readonly #key: Buffer;
  readonly #account: Account;

  constructor(state: DatabaseSync, key: Buffer, account: Account) {
    this.#state = state;
    this.#key = key;
    this.#account = account;
    state.prepare("DELETE FROM secrets WHERE deleted_at < ?").run(Date.now());
  }

  /** By name, by ARN, or by ARN without its six random characters. */
  find(secretId: string): StoredSecret | null {
    const row = this.#state
      .prepare("SELECT * FROM secrets WHERE name = ?1 OR arn = ?1 OR substr(arn, 1, length(arn) - 7) = ?1")
      .get(secretId);
    return row === undefined ? null : storedSecret(row);
  }

  /** @throws ServiceError ResourceExistsException */
  create(name: string, description: string | null): StoredSecret {
    const held = this.find(name);
    if (held?.deletedAt)
      throw new ServiceError(
        "InvalidRequestException",
        `You can't create this secret because a secret with this name is already scheduled for deletion.`,
      );
    if (held !== null)
      throw new ServiceError(
        "ResourceExistsException",
        `The operation failed because the secret ${name} already exists.`,
      );
    // AWS's suffix is random; here the same secret keeps its ARN when it is made again.
    const suffix = createHash("sha256")
      .update(name)
      .digest("base64url")
      .replace(/[^A-Za-z0-9]/g, "")
      .slice(0, 6);
    const now = Date.now();
    this.#state
      .prepare("INSERT INTO secrets (name, arn, description, created_at, changed_at) VALUES (?, ?, ?, ?, ?)")
      .run(name, arn(this.#account, "secretsmanager", `secret:${name}-${suffix}`), description, now, now);
    return {
      name,
      arn: arn(this.#account, "secretsmanager", `secret:${name}-${suffix}`),
      description,
      createdAt: now,
      changedAt: now,
      deletedAt: null,
    };
  }

  /** Stores a value as AWSCURRENT; the one before becomes AWSPREVIOUS. Returns the version's id. */
  put(name: string, value: string): string {
    const versionId = randomUUID();
    this.#state.exec("BEGIN");
    try {
      const relabel = this.#state.prepare(
        "UPDATE secret_versions SET stage = ? WHERE secret_name = ? AND stage = ?",
      );
      this.#state
        .prepare("DELETE FROM secret_versions WHERE secret_name = ? AND stage = 'AWSPREVIOUS'")
        .run(name);
      relabel.run("AWSPREVIOUS", name, "AWSCURRENT");
      this.#state
        .prepare(
          "INSERT INTO secret_versions (secret_name, version_id, stage, sealed, created_at) VALUES (?, ?, 'AWSCURRENT', ?, ?)",
        )
        .run(name, versionId, seal(this.#key, value, `${name}/${versionId}`), Date.now());
      this.#state.prepare("UPDATE secrets SET changed_at = ? WHERE name = ?").run(Date.now(), name);
      this.#state.exec("COMMIT");
    } catch (error) {
      this.#state.exec("ROLLBACK");
      throw error;
    }
    return versionId;
  }

  /** @throws CloudError when the value was sealed with another key */
  value(name: string, versionId: string | null, stage: string): SecretVersion | null {
    const row = this.#state
      .prepare(
        "SELECT * FROM secret_versions WHERE secret_name = ? AND (version_id = ? OR (? IS NULL AND stage = ?))",
      )
      .get(name, versionId, versionId, stage);
    if (row === undefined) return null;
    const id = String(row["version_id"]);
    const sealed = row["sealed"];
    return {
      versionId: id,
      stage: row["stage"] === null ? null : String(row["stage"]),
      createdAt: Number(row["created_at"]),
      value: unseal(this.#key, sealed instanceof Uint8Array ? sealed : new Uint8Array(), `${name}/${id}`),
    };
  }

  /** Version id to labels. */
  versions(name: string): Record<string, string[]> {
    const rows = this.#state
      .prepare("SELECT version_id, stage FROM secret_versions WHERE secret_name = ?")
      .all(name);
    return Object.fromEntries(
      rows.map((row) => [String(row["version_id"]), row["stage"] === null ? [] : [String(row["stage"])]]),
    );
  }

  markDeleted(name: string, at: number | null): void {
    this.#state.prepare("UPDATE secrets SET deleted_at = ? WHERE name = ?").run(at, name);
  }

  destroy(name: string): void {
    this.#state.prepare("DELETE FROM secrets WHERE name = ?").run(name);
  }

  /** By name. */
  list(): StoredSecret[] {
    return this.#state.prepare("SELECT * FROM secrets ORDER BY name").all().map(storedSecret);
  }
}

function storedSecret(row: Record<string, unknown>): StoredSecret {
  return {
    name: String(row["name"]),
    arn: String(row["arn"]),
    description: row["description"] === null ? null : String(row["description"]),
    createdAt: Number(row["created_at"]),
    changedAt: Number(row["changed_at"]),
    deletedAt: row["deleted_at"] === null ? null : Number(row["deleted_at"]),
  };
}
