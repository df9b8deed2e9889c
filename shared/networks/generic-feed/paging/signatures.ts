/** Tokens and signatures that are made here, out of a secret that itself is never sent. */
import { createHash, createHmac, createSign } from "node:crypto";
import { FeedUnreadable } from "../../adapter.ts";
import type { OneOf } from "./authenticator-schema.ts";
import type { Fill } from "./config.ts";
import { filledAll } from "./request-body.ts";
import type { RequestOption } from "./request-option.ts";

export interface Signable {
  readonly method: string;
  readonly url: string;
  readonly body: string;
  readonly now: Date;
}

type Placed = readonly (readonly [RequestOption, string])[];

/** RFC 7519. @throws FeedUnreadable when the private key is none */
export function jsonWebToken(one: OneOf<"JwtAuthenticator">, fill: Fill, now: Date): string {
  const issuedAt = Math.floor(now.getTime() / 1000);
  const head = {
    typ: "JWT",
    ...filledAll(one.jwt_headers, fill),
    ...filledAll(one.additional_jwt_headers, fill),
    alg: one.algorithm,
  };
  const payload = {
    ...filledAll(one.jwt_payload, fill),
    ...filledAll(one.additional_jwt_payload, fill),
    iat: issuedAt,
    exp: issuedAt + (one.token_duration ?? 1_200),
  };
  const signed = [head, payload]
    .map((part) => Buffer.from(JSON.stringify(part)).toString("base64url"))
    .join(".");
  const hash = `sha${one.algorithm.slice(2)}`;
  const key = fill(one.secret_key);
  const secret = one.base64_encode_secret_key ? Buffer.from(key).toString("base64") : key;
  const signature = one.algorithm.startsWith("HS")
    ? createHmac(hash, secret).update(signed).digest("base64url")
    : signedByKey(signed, hash, secret);
  return `${signed}.${signature}`;
}

function signedByKey(text: string, hash: string, pem: string): string {
  try {
    // In a form with one line, line ends are written as \n.
    const key = pem.replaceAll("\\n", "\n");
    // RFC 7518, 3.4: the two numbers of an ECDSA signature side by side.
    return createSign(hash).update(text).sign({ key, dsaEncoding: "ieee-p1363" }, "base64url");
  } catch (cause) {
    throw new FeedUnreadable(
      "The authenticator's secret_key cannot sign: it must be the private key in PEM, from -----BEGIN to END-----.",
      { cause },
    );
  }
}

/** What a declared signature adds to a request. */
export function signatureOf(one: OneOf<"SignatureAuthenticator">, fill: Fill, signable: Signable): Placed {
  if (one.preset === "aws_sigv4") return awsSignature(one, fill, signable);
  const { pathname, search } = new URL(signable.url);
  const timestamp = String(Math.floor(signable.now.getTime() / 1000));
  const signed = fill(one.string_to_sign ?? "", {
    timestamp,
    method: signable.method,
    path: pathname,
    query: search.slice(1),
    body: signable.body,
  });
  const hash = (one.algorithm ?? "hmac-sha256").replace("hmac-", "");
  const signature = createHmac(hash, fill(one.key))
    .update(signed)
    .digest(one.encoding ?? "hex");
  return [
    ...(one.inject_into ? [[one.inject_into, signature] as const] : []),
    ...(one.timestamp_into ? [[one.timestamp_into, timestamp] as const] : []),
  ];
}

const header = (field_name: string): RequestOption => ({ inject_into: "header", field_name });
const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");
const hmac = (key: string | Buffer, text: string): Buffer => createHmac("sha256", key).update(text).digest();

/** AWS Signature Version 4, of the host and the date, as its documentation builds it step by step. */
function awsSignature(one: OneOf<"SignatureAuthenticator">, fill: Fill, signable: Signable): Placed {
  const { method, body, now } = signable;
  const url = new URL(signable.url);
  const amzDate = `${now.toISOString().slice(0, 19).replaceAll(/[-:]/g, "")}Z`;
  const day = amzDate.slice(0, 8);
  const [region, service] = [fill(one.region ?? ""), fill(one.service ?? "")];
  const scope = `${day}/${region}/${service}/aws4_request`;
  const canonical = [
    method,
    url.pathname,
    [...url.searchParams]
      .map(([name, value]) => `${strictlyEncoded(name)}=${strictlyEncoded(value)}`)
      .toSorted()
      .join("&"),
    `host:${url.host}`,
    `x-amz-date:${amzDate}`,
    "",
    "host;x-amz-date",
    sha256(body),
  ].join("\n");
  const signed = ["AWS4-HMAC-SHA256", amzDate, scope, sha256(canonical)].join("\n");
  const key = [day, region, service, "aws4_request"].reduce<string | Buffer>(hmac, `AWS4${fill(one.key)}`);
  const signature = hmac(key, signed).toString("hex");
  const credential = `${fill(one.access_key_id ?? "")}/${scope}`;
  return [
    [header("x-amz-date"), amzDate],
    [
      header("authorization"),
      `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=host;x-amz-date, Signature=${signature}`,
    ],
  ];
}

/** RFC 3986: `encodeURIComponent` leaves more as it is. */
const strictlyEncoded = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`);
