/** The local account's credentials and the key that secrets are sealed with, made once per data directory. */
import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { CloudError } from "./errors.ts";

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

const credentialsSchema = z.object({ accessKeyId: z.string().min(16), secretAccessKey: z.string().min(16) });

/** Access key of the local account: every endpoint of ours rejects any other. Kept in `credentials.json`, mode 0600. */
export function localCredentials(dataDir: string): Credentials {
  const file = join(dataDir, "credentials.json");
  const known = readIfThere(file);
  if (known !== null) return credentialsSchema.parse(JSON.parse(known.toString("utf8")));
  const made: Credentials = {
    accessKeyId: `LOCAL${randomBytes(8).toString("hex").toUpperCase()}`.slice(0, 20),
    secretAccessKey: randomBytes(30).toString("base64url"),
  };
  writePrivate(file, Buffer.from(JSON.stringify(made)));
  return made;
}

/** The 32-byte key of the data directory, in `secrets.key`, mode 0600. */
export function sealingKey(dataDir: string): Buffer {
  const file = join(dataDir, "secrets.key");
  const known = readIfThere(file);
  if (known !== null) {
    if (known.length !== 32)
      throw new CloudError(`${file} is damaged: 32 bytes were expected, not ${known.length}.`);
    return known;
  }
  const made = randomBytes(32);
  writePrivate(file, made);
  return made;
}

/** AES-256-GCM: 12 bytes nonce, 16 bytes tag, ciphertext. `context` must be given again to open it. */
export function seal(key: Buffer, plain: string, context: string): Buffer {
  const nonce = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", key, nonce).setAAD(Buffer.from(context));
  const body = Buffer.concat([cipher.update(plain, "utf8"), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), body]);
}

/** @throws CloudError when the key or the context is another than the value was sealed with */
export function unseal(key: Buffer, sealed: Uint8Array, context: string): string {
  const bytes = Buffer.from(sealed);
  const decipher = createDecipheriv("aes-256-gcm", key, bytes.subarray(0, 12))
    .setAAD(Buffer.from(context))
    .setAuthTag(bytes.subarray(12, 28));
  try {
    return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString("utf8");
  } catch (cause) {
    throw new CloudError(
      "A stored secret can't be opened with this data directory's secrets.key. Restore the key file, or store the secret anew.",
      { cause },
    );
  }
}

function readIfThere(file: string): Buffer | null {
  try {
    return readFileSync(file);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
    throw error;
  }
}

function writePrivate(file: string, content: Buffer): void {
  writeFileSync(`${file}.new`, content, { mode: 0o600, flush: true });
  renameSync(`${file}.new`, file);
}
