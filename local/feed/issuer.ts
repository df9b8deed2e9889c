/** The local feed's own issuer of tokens: a key in the data directory, for whoever may read it. */
import { readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import {
  calculateJwkThumbprint,
  createLocalJWKSet,
  exportJWK,
  generateKeyPair,
  importJWK,
  type JWK,
  SignJWT,
} from "jose";
import type { Role } from "../../shared/access/scopes.ts";
import type { TrustedIssuer } from "../../shared/access/tokens.ts";

export interface TokenWish {
  readonly name: string;
  readonly role: Role;
  readonly seconds: number;
}

export interface LocalIssuer {
  readonly trusted: TrustedIssuer;
  /** @returns a token for whoever is called so */
  issue(wish: TokenWish): Promise<string>;
}

const ISSUER = "urn:offerfeed:local";
const AUDIENCE = "offerfeed";
const ALGORITHM = "ES256";
const FILE = "issuer.json";

/** The issuer of a data directory; its key is made with the first call, readable by its owner alone. */
export async function localIssuer(dataDir: string): Promise<LocalIssuer> {
  const jwk = (await readKey(dataDir)) ?? (await makeKey(dataDir));
  const { d: _, ...publicJwk } = jwk;
  const kid = await calculateJwkThumbprint(publicJwk);
  const key = await importJWK(jwk, ALGORITHM);
  return {
    trusted: {
      issuer: ISSUER,
      audience: AUDIENCE,
      rolesClaim: "roles",
      defaultRole: null,
      keys: createLocalJWKSet({ keys: [{ ...publicJwk, kid, alg: ALGORITHM, use: "sig" }] }),
    },
    issue: ({ name, role, seconds }) =>
      new SignJWT({ roles: [role] })
        .setProtectedHeader({ alg: ALGORITHM, kid })
        .setIssuer(ISSUER)
        .setAudience(AUDIENCE)
        .setSubject(name)
        .setIssuedAt()
        .setExpirationTime(Math.floor(Date.now() / 1000) + seconds)
        .sign(key),
  };
}

async function readKey(dataDir: string): Promise<JWK | null> {
  try {
    return JSON.parse(await readFile(join(dataDir, FILE), "utf8")) as JWK;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
    throw error;
  }
}

/** Written beside its place and renamed, so that a killed process leaves no half key. */
async function makeKey(dataDir: string): Promise<JWK> {
  const { privateKey } = await generateKeyPair(ALGORITHM, { extractable: true });
  const jwk = await exportJWK(privateKey);
  const path = join(dataDir, FILE);
  await writeFile(`${path}.tmp`, JSON.stringify(jwk), { mode: 0o600 });
  await rename(`${path}.tmp`, path);
  return jwk;
}
