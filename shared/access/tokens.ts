/** JSON Web Tokens of OpenID Connect issuers: whose they are, and what their holders may do. */
import {
  createRemoteJWKSet,
  decodeJwt,
  errors,
  type JWTPayload,
  type JWTVerifyGetKey,
  jwtVerify,
} from "jose";
import * as z from "zod";
import { type Caller, userCaller } from "./caller.ts";
import { Unauthenticated } from "./unauthenticated.ts";
import { ROLES, type Role } from "./scopes.ts";

const issuerSchema = z.strictObject({
  /** As in the token's `iss`: its `/.well-known/openid-configuration` says where its keys are. */
  issuer: z.url(),
  /** What the token's `aud` must hold, or `client_id` for Cognito's access tokens, which have no `aud`. */
  audience: z.string().min(1),
  /** The claim that holds roles or groups: a text, texts apart by spaces, or a list. */
  rolesClaim: z.string().min(1).default("roles"),
  /** What its values mean here. Default: a role's own name, in any case. */
  roles: z.record(z.string(), z.enum(ROLES)).optional(),
  /** What holders of none of them are. Default: nothing at all. */
  defaultRole: z.enum(ROLES).nullable().default(null),
});

export type Issuer = z.output<typeof issuerSchema>;

/** An issuer, and where its keys come from when not from its discovery document. */
export interface TrustedIssuer extends Issuer {
  readonly keys?: JWTVerifyGetKey;
}

/**
 * Reads the configuration of issuers.
 * @param json a list of issuers as JSON
 * @throws Error that names what cannot be used
 */
export function parseIssuers(json: string): Issuer[] {
  const parsed = z.array(issuerSchema).safeParse(JSON.parse(json));
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`);
  throw new Error(`The issuers of tokens cannot be used: ${problems.join("; ")}`);
}

/** The issuer's keys could not be had. Not the caller's mistake. */
export class IssuerUnreachable extends Error {
  override readonly name = "IssuerUnreachable";
}

// Nothing symmetric: a verifier that took HS256 would take the public key as its secret.
const ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"];
const CLOCK_SKEW_SECONDS = 5;
const TIMEOUT_MS = 5_000;

/** A token to its caller. @throws Unauthenticated for a token that does not hold, IssuerUnreachable */
export type VerifyToken = (token: string, address: string | null) => Promise<Caller>;

export function tokenVerifier(issuers: readonly TrustedIssuer[]): VerifyToken {
  const trusted = new Map(
    issuers.map((issuer) => [issuer.issuer, { issuer, keys: issuer.keys ?? discoveredKeys(issuer.issuer) }]),
  );
  return async (token, address) => {
    const from = trusted.get(issuerOf(token));
    if (from === undefined) {
      throw new Unauthenticated(
        "The token's issuer is not one that this feed trusts: sign in where it says.",
      );
    }
    const payload = await verified(token, from.keys, from.issuer);
    return {
      ...userCaller(nameIn(payload), roleIn(payload, from.issuer), address),
      expiresAt: (payload.exp ?? 0) * 1000,
    };
  };
}

function issuerOf(token: string): string {
  try {
    return decodeJwt(token).iss ?? "";
  } catch {
    throw new Unauthenticated("That is neither a token (JWT) nor an API key of this feed.");
  }
}

async function verified(token: string, keys: JWTVerifyGetKey, issuer: Issuer): Promise<JWTPayload> {
  try {
    const { payload } = await jwtVerify(token, keys, {
      issuer: issuer.issuer,
      algorithms: ALGORITHMS,
      clockTolerance: CLOCK_SKEW_SECONDS,
      requiredClaims: ["sub", "exp"],
    });
    if (audiencesOf(payload).includes(issuer.audience)) return payload;
  } catch (error) {
    throw refusalFor(error);
  }
  throw new Unauthenticated("The token is for another audience: get one for this feed.");
}

function audiencesOf({ aud, client_id, token_use }: JWTPayload): readonly unknown[] {
  if (aud !== undefined) return [aud].flat();
  return token_use === "access" ? [client_id] : [];
}

/** Anything but a fault of the token's is passed on as it is. */
function refusalFor(error: unknown): unknown {
  if (error instanceof errors.JWTExpired) return new Unauthenticated("The token has expired: get a new one.");
  if (error instanceof errors.JWTClaimValidationFailed) {
    return new Unauthenticated(`The token does not hold: its claim ${error.claim} is ${error.reason}.`);
  }
  if (error instanceof errors.JWKSTimeout) return new IssuerUnreachable(error.message, { cause: error });
  if (error instanceof errors.JOSEError) {
    return new Unauthenticated("The token does not hold: its signature is not its issuer's.");
  }
  return error;
}

const discoverySchema = z.object({ issuer: z.string(), jwks_uri: z.url() });

/** The keys that an issuer publishes. What cannot be had is asked for again with the next token. */
function discoveredKeys(issuer: string): JWTVerifyGetKey {
  let known: Promise<JWTVerifyGetKey> | null = null;
  return async (header, token) => {
    known ??= discover(issuer);
    let keys: JWTVerifyGetKey;
    try {
      keys = await known;
    } catch (error) {
      known = null;
      throw error;
    }
    return keys(header, token);
  };
}

async function discover(issuer: string): Promise<JWTVerifyGetKey> {
  const url = `${issuer.replace(/\/$/, "")}/.well-known/openid-configuration`;
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS), redirect: "error" });
    if (!response.ok) throw new Error(`it answered ${response.status}`);
    const document = discoverySchema.parse(await response.json());
    if (document.issuer !== issuer) throw new Error(`it speaks for ${document.issuer}`);
    return createRemoteJWKSet(new URL(document.jwks_uri), { timeoutDuration: TIMEOUT_MS });
  } catch (error) {
    throw new IssuerUnreachable(`The keys of ${issuer} could not be had from ${url}.`, { cause: error });
  }
}

/** The highest role that the token's claim means. */
function roleIn(payload: JWTPayload, { rolesClaim, roles, defaultRole }: Issuer): Role | null {
  const claim = payload[rolesClaim];
  const values = typeof claim === "string" ? claim.split(" ") : Array.isArray(claim) ? claim.map(String) : [];
  const held = new Set(
    values.map((value) => (roles ? roles[value] : ROLES.find((role) => role === value.toUpperCase()))),
  );
  return ROLES.findLast((role) => held.has(role)) ?? defaultRole;
}

const LONGEST_NAME = 200;

/** Whom a change is put down to. The subject is what stays when people change their addresses. */
function nameIn({ sub = "", email, preferred_username, username }: JWTPayload): string {
  const name = [email, preferred_username, username].find(
    (each): each is string => typeof each === "string" && each !== "" && each !== sub,
  );
  return (name === undefined ? sub : `${name} (${sub})`).slice(0, LONGEST_NAME);
}
