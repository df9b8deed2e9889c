/** AWS Signature Version 4 as AppSync wants it: signing requests to the API, and checking them where we are the API. */
import { Sha256 } from "@aws-crypto/sha256-js";
import { HttpRequest } from "@smithy/protocol-http";
import { SignatureV4 } from "@smithy/signature-v4";
import { timingSafeEqual } from "node:crypto";

const SERVICE = "appsync";
const BODY_HASH = "x-amz-content-sha256";
const CLOCK_SKEW_MS = 5 * 60_000;

export interface AwsCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string | undefined;
}

export interface SignableRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** @returns the headers to send: those given and the signature's */
export type Sign = (request: SignableRequest) => Promise<Record<string, string>>;

/** Signs with the credentials of a role or key; they are asked for with every request, since a role's change. */
export function signer(region: string, credentials: AwsCredentials | (() => Promise<AwsCredentials>)): Sign {
  return async (request) => {
    const identity = typeof credentials === "function" ? await credentials() : credentials;
    return (await signed(request, region, identity, new Date())).headers;
  };
}

function signed(
  request: SignableRequest,
  region: string,
  { sessionToken, ...key }: AwsCredentials,
  at: Date,
  applyChecksum = true,
) {
  const { hostname, port, protocol, pathname, searchParams, host } = new URL(request.url);
  const signature = new SignatureV4({
    service: SERVICE,
    region,
    sha256: Sha256,
    applyChecksum,
    credentials: { ...key, ...(sessionToken === undefined ? {} : { sessionToken }) },
  });
  return signature.sign(
    new HttpRequest({
      method: request.method,
      protocol,
      hostname,
      ...(port === "" ? {} : { port: Number(port) }),
      path: pathname,
      query: Object.fromEntries(searchParams),
      headers: { ...request.headers, host },
      body: request.body,
    }),
    { signingDate: at },
  );
}

/** A request as it arrived: header names in lower case. */
export interface ReceivedRequest {
  readonly method: string;
  /** Path and query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

export type VerifySignature = (request: ReceivedRequest) => Promise<boolean>;

const AUTHORIZATION =
  /^AWS4-HMAC-SHA256 Credential=([^/,]+)\/(\d{8})\/([^/,]+)\/([^/,]+)\/aws4_request, SignedHeaders=([^,]+), Signature=([0-9a-f]{64})$/;

/**
 * Checks that a request was signed with this key for AppSync, at most five minutes ago, body included.
 * Host and date must be among what was signed, or the signature could be used elsewhere and for ever.
 */
export function signatureVerifier(key: AwsCredentials): VerifySignature {
  return async (request) => {
    const header = (name: string): string => String(request.headers[name] ?? "");
    const [, accessKeyId, day, region = "", service, names = "", signature = ""] =
      AUTHORIZATION.exec(header("authorization")) ?? [];
    const signedNames = names.split(";");
    const date = header("x-amz-date");
    const at = dateOf(date);
    if (accessKeyId !== key.accessKeyId || service !== SERVICE || day !== date.slice(0, 8)) return false;
    if (!signedNames.includes("host") || !signedNames.includes("x-amz-date")) return false;
    if (at === null || Math.abs(Date.now() - at.getTime()) > CLOCK_SKEW_MS) return false;
    // The body's hash is made anew: a header that only claims one would let any body pass.
    const copied = signedNames.filter((name) => name !== BODY_HASH);
    const headers = Object.fromEntries(copied.map((name) => [name, header(name)]));
    const expected = await signed(
      { method: request.method, url: `http://${header("host")}${request.path}`, headers, body: request.body },
      region,
      key,
      at,
      signedNames.includes(BODY_HASH),
    );
    const [, , , , , , wanted = ""] = AUTHORIZATION.exec(expected.headers["authorization"] ?? "") ?? [];
    return wanted.length === signature.length && timingSafeEqual(Buffer.from(wanted), Buffer.from(signature));
  };
}

/** `20261120T120000Z` */
function dateOf(text: string): Date | null {
  const parts = /^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z$/.exec(text);
  if (parts === null) return null;
  const [, year, month, day, hour, minute, second] = parts;
  return new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
}
