/** Web tokens and signatures, against what others make of the same. */
import { createVerify, generateKeyPairSync } from "node:crypto";
import { describe, expect, test } from "vitest";
import { type OneOf, authenticatorSchema } from "./authenticator-schema.ts";
import { configOf, filling } from "./config.ts";
import { jsonWebToken, signatureOf } from "./signatures.ts";

const filler = (credentials: Record<string, string>) => filling(configOf({}, credentials), {});

describe("Amazon's signature, version 4", () => {
  // The key and the moment of Amazon's own test suite (aws-sig-v4-test-suite).
  const one = authenticatorSchema.parse({
    type: "SignatureAuthenticator",
    preset: "aws_sigv4",
    access_key_id: "{{ config['clientId'] }}",
    key: "{{ config['clientSecret'] }}",
    region: "us-east-1",
    service: "service",
  }) as OneOf<"SignatureAuthenticator">;
  const fill = filler({
    clientId: "AKIDEXAMPLE",
    clientSecret: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
  });

  test.each([
    ["get-vanilla", "GET", "/", "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"],
    [
      "get-vanilla-query-order-key-case",
      "GET",
      "/?Param2=value2&Param1=value1",
      "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500",
    ],
    ["post-vanilla", "POST", "/", "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b"],
  ])("%s", (_name, method, path, signature) => {
    const signed = signatureOf(one, fill, {
      method,
      url: `https://example.amazonaws.com${path}`,
      body: "",
      now: new Date("2015-08-30T12:36:00Z"),
    });
    expect(signed).toEqual([
      [{ inject_into: "header", field_name: "x-amz-date" }, "20150830T123600Z"],
      [
        { inject_into: "header", field_name: "authorization" },
        `AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders=host;x-amz-date, Signature=${signature}`,
      ],
    ]);
  });
});

describe("a web token", () => {
  const token = (settings: object, secret: string) =>
    jsonWebToken(
      authenticatorSchema.parse({
        type: "JwtAuthenticator",
        secret_key: "{{ config['clientSecret'] }}",
        ...settings,
      }) as OneOf<"JwtAuthenticator">,
      filler({ clientSecret: secret }),
      new Date("2026-11-20T12:00:00Z"),
    );
  const read = (part = "") => JSON.parse(Buffer.from(part, "base64url").toString()) as object;

  test("says who it is from, and from when until when it is good", () => {
    const made = token(
      { algorithm: "HS256", jwt_headers: { kid: "k1" }, jwt_payload: { iss: "me" }, token_duration: 60 },
      "secret",
    );
    const [head, payload] = made.split(".");
    expect(read(head)).toEqual({ typ: "JWT", kid: "k1", alg: "HS256" });
    expect(read(payload)).toEqual({ iss: "me", iat: 1_795_176_000, exp: 1_795_176_060 });
  });

  test.each([
    ["RS256", "rsa", { modulusLength: 2048 }, "RSA-SHA256"],
    ["ES256", "ec", { namedCurve: "P-256" }, "sha256"],
  ])("by %s is proven by the public key", (algorithm, kind, options, hash) => {
    const { privateKey, publicKey } = generateKeyPairSync(
      kind as "rsa",
      options as { modulusLength: number },
    );
    const pem = privateKey.export({ type: "pkcs8", format: "pem" }).toString();
    // As a form with one line holds it.
    const [head, payload, signature = ""] = token({ algorithm }, pem.replaceAll("\n", "\\n")).split(".");
    const isProven = createVerify(hash)
      .update(`${head}.${payload}`)
      .verify({ key: publicKey, dsaEncoding: "ieee-p1363" }, signature, "base64url");
    expect(isProven).toBe(true);
  });

  test("without a key that can sign is refused, and the key is not shown", () => {
    expect(() => token({ algorithm: "RS256" }, "no key")).toThrow(/secret_key cannot sign/);
    expect(() => token({ algorithm: "RS256" }, "no key")).not.toThrow(/no key/);
  });
});

test.each([
  [{ type: "SignatureAuthenticator", key: "k" }, "needs string_to_sign and inject_into, or a preset"],
  [
    { type: "SignatureAuthenticator", key: "k", preset: "aws_sigv4" },
    "aws_sigv4 needs access_key_id, region and service",
  ],
  [
    {
      type: "ApiKeyAuthenticator",
      api_token: "{{ stream_partition.x }}",
      inject_into: { inject_into: "header", field_name: "X" },
    },
    '"stream_partition" is not known here, only config',
  ],
])("settings that cannot work are refused: %#", (settings, message) => {
  expect(authenticatorSchema.safeParse(settings).error?.issues[0]?.message).toContain(message);
});
