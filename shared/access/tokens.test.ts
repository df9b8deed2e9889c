import {
  createLocalJWKSet,
  exportJWK,
  generateKeyPair,
  type JWTVerifyGetKey,
  SignJWT,
  UnsecuredJWT,
} from "jose";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeAll, expect, test } from "vitest";
import {
  IssuerUnreachable,
  parseIssuers,
  type TrustedIssuer,
  tokenVerifier,
  type VerifyToken,
} from "./tokens.ts";

const NAME = "https://login.example";
type Key = Awaited<ReturnType<typeof generateKeyPair>>["privateKey"];

let privateKey: Key;
let otherKey: Key;
let keys: JWTVerifyGetKey;
let jwks: { keys: object[] };

beforeAll(async () => {
  const pair = await generateKeyPair("ES256", { extractable: true });
  privateKey = pair.privateKey;
  otherKey = (await generateKeyPair("ES256")).privateKey;
  jwks = { keys: [{ ...(await exportJWK(pair.publicKey)), kid: "1", alg: "ES256" }] };
  keys = createLocalJWKSet(jwks as Parameters<typeof createLocalJWKSet>[0]);
});

const trusting = (issuer: Partial<TrustedIssuer> = {}): VerifyToken =>
  tokenVerifier([
    { issuer: NAME, audience: "feed", rolesClaim: "roles", defaultRole: null, keys, ...issuer },
  ]);

const inSeconds = (seconds: number): number => Math.floor(Date.now() / 1000) + seconds;

const CLAIMS = { iss: NAME, aud: "feed", sub: "u1", roles: ["editor"] };

type Claims = Readonly<Record<string, unknown>>;

/** A claim that is undefined is left out. */
const signed = (claims: Claims = {}, key: Key | Uint8Array = privateKey, alg = "ES256") =>
  new SignJWT({ ...CLAIMS, exp: inSeconds(60), ...claims }).setProtectedHeader({ alg, kid: "1" }).sign(key);

test("a token says who its holder is, what they may do, and until when", async () => {
  const exp = inSeconds(60);
  const caller = await trusting()(await signed({ email: "ann@shop.example", exp }), "192.0.2.1");
  expect(caller).toMatchObject({
    author: "ann@shop.example (u1)",
    kind: "USER",
    role: "EDITOR",
    address: "192.0.2.1",
    expiresAt: exp * 1000,
  });
  expect(caller.scopes.has("offers:curate")).toBe(true);
  expect(caller.scopes.has("sync:run")).toBe(false);
});

test("roles may have other names, and the highest counts; without one there is the issuer's default", async () => {
  const verify = trusting({
    rolesClaim: "cognito:groups",
    roles: { "feed-admins": "ADMIN", staff: "READER" },
  });
  const roleOf = async (claims: Claims) => (await verify(await signed(claims), null)).role;
  expect(await roleOf({ "cognito:groups": ["staff", "feed-admins", "others"] })).toBe("ADMIN");
  expect(await roleOf({ "cognito:groups": "staff others" })).toBe("READER");
  // Here a role's own name means nothing.
  expect(await roleOf({ "cognito:groups": ["ADMIN"] })).toBeNull();
  expect((await trusting({ defaultRole: "READER" })(await signed({ roles: 7 }), null)).role).toBe("READER");
});

test("an access token of Cognito's names its client instead of an audience", async () => {
  const cognito = { aud: undefined, client_id: "feed", token_use: "access" };
  expect((await trusting()(await signed(cognito), null)).author).toBe("u1");
  await expect(trusting()(await signed({ ...cognito, token_use: "id" }), null)).rejects.toThrow(/audience/);
});

const publicText = () => new TextEncoder().encode(JSON.stringify(jwks.keys[0]));

test.each<[string, () => Promise<string> | string, RegExp]>([
  ["expired", () => signed({ exp: inSeconds(-60) }), /has expired/],
  ["without an end", () => signed({ exp: undefined }), /claim exp is missing/],
  ["without a subject", () => signed({ sub: undefined }), /claim sub is missing/],
  ["not yet begun", () => signed({ nbf: inSeconds(600) }), /claim nbf/],
  ["for another audience", () => signed({ aud: "shop" }), /another audience/],
  ["of another issuer", () => signed({ iss: "https://evil.example" }), /issuer is not one/],
  ["of no issuer", () => signed({ iss: undefined }), /issuer is not one/],
  ["signed with another key", () => signed({}, otherKey), /signature/],
  ["signed with the public key as a secret", () => signed({}, publicText(), "HS256"), /signature/],
  ["not signed", () => new UnsecuredJWT({ ...CLAIMS, exp: inSeconds(60) }).encode(), /signature/],
  ["changed afterwards", async () => changed(await signed()), /signature/],
  ["no token", () => "hello", /neither a token/],
])("a token that is %s is refused, and is not in the message", async (_, token, message) => {
  const text = await token();
  const refusal = trusting()(text, null);
  await expect(refusal).rejects.toThrow(expect.objectContaining({ name: "Unauthenticated" }));
  await expect(refusal).rejects.toThrow(message);
  await expect(refusal).rejects.not.toThrow(new RegExp(text.slice(-20).replace(/[^\w]/g, ".")));
});

function changed(token: string): string {
  const [head = "", , signature = ""] = token.split(".");
  const claims = Buffer.from(JSON.stringify({ ...CLAIMS, roles: ["ADMIN"], exp: inSeconds(60) }));
  return [head, claims.toString("base64url"), signature].join(".");
}

let server: Server | null = null;
afterEach(() => {
  server?.close();
  server = null;
});

/** An issuer on this machine; `document` is what its discovery says. */
async function serve(document: (origin: string) => object | null): Promise<string> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const started = createServer((request, response) => {
    const body = request.url === "/keys" ? jwks : document(origin());
    response.writeHead(body === null ? 503 : 200, { "content-type": "application/json" });
    response.end(JSON.stringify(body));
  }).listen(0, "127.0.0.1", resolve);
  const origin = () => `http://127.0.0.1:${(started.address() as AddressInfo).port}`;
  await promise;
  server = started;
  return origin();
}

const discovering = (issuer: string): VerifyToken =>
  tokenVerifier(parseIssuers(JSON.stringify([{ issuer, audience: "feed" }])));

test("an issuer's keys are found through its discovery document", async () => {
  const issuer = await serve((origin) => ({ issuer: origin, jwks_uri: `${origin}/keys` }));
  expect((await discovering(issuer)(await signed({ iss: issuer }), null)).role).toBe("EDITOR");
});

test("an issuer that cannot be reached, or speaks for another, is no fault of the token's; it is asked again", async () => {
  let answer: object | null = null;
  const issuer = await serve(() => answer);
  const verify = discovering(issuer);
  const token = await signed({ iss: issuer });
  await expect(verify(token, null)).rejects.toThrow(IssuerUnreachable);
  answer = { issuer: "https://evil.example", jwks_uri: `${issuer}/keys` };
  await expect(verify(token, null)).rejects.toThrow(IssuerUnreachable);
  answer = { issuer, jwks_uri: `${issuer}/keys` };
  expect((await verify(token, null)).author).toBe("u1");
});

test("a configuration that cannot be used says what is wrong with it", () => {
  expect(() => parseIssuers('[{"issuer":"x","audience":"y"}]')).toThrow(/0\.issuer/);
  expect(() => parseIssuers('[{"issuer":"https://a.example","audience":"y","roles":{"a":"BOSS"}}]')).toThrow(
    /roles/,
  );
  expect(() => parseIssuers('[{"issuer":"https://a.example","audience":"y","rolez":{}}]')).toThrow(/rolez/);
});
