/** AWS Signature Version 4, as a server checks it. */
import { Sha256 } from "@aws-crypto/sha256-js";
import { HttpRequest } from "@smithy/protocol-http";
import { SignatureV4 } from "@smithy/signature-v4";
import { timingSafeEqual } from "node:crypto";
import type { Credentials } from "../keys.ts";

export interface SignedRequest {
  readonly method: string;
  /** Path and query as they came over the wire. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Buffer;
}

const AUTHORIZATION =
  /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/([^/]+)\/aws4_request, ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})$/;

/** True when an Authorization header names this access key. Says nothing about who signed. */
export function carriesAccessKey(authorization: string | undefined, accessKeyId: string): boolean {
  return AUTHORIZATION.exec(authorization ?? "")?.[1] === accessKeyId;
}

export type Verdict = "valid" | "missing" | "unknown-key" | "wrong-signature";

/** Whether a request was signed with the local account's secret key: signs it again and compares. */
export async function verifySignature(request: SignedRequest, credentials: Credentials): Promise<Verdict> {
  const header = request.headers["authorization"];
  const match = AUTHORIZATION.exec(typeof header === "string" ? header : "");
  if (match === null) return "missing";
  const [, accessKeyId, , region = "", service = "", signedHeaders = "", signature = ""] = match;
  if (accessKeyId !== credentials.accessKeyId) return "unknown-key";
  const date = amzDate(request.headers["x-amz-date"]);
  if (date === null) return "wrong-signature";
  const signer = new SignatureV4({ credentials, region, service, sha256: Sha256, applyChecksum: false });
  const again = await signer.sign(unsigned(request, signedHeaders.split(";")), { signingDate: date });
  const expected = AUTHORIZATION.exec(again.headers["authorization"] ?? "")?.[6] ?? "";
  return equal(expected, signature) ? "valid" : "wrong-signature";
}

function unsigned(request: SignedRequest, signedHeaders: readonly string[]): HttpRequest {
  const { pathname, searchParams } = new URL(request.url, "http://127.0.0.1");
  const headers: Record<string, string> = {};
  for (const name of signedHeaders) {
    const value = request.headers[name];
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(",") : value;
  }
  const query: Record<string, string | string[]> = {};
  for (const name of new Set(searchParams.keys())) {
    const values = searchParams.getAll(name);
    query[name] = values.length === 1 ? (values[0] ?? "") : values;
  }
  return new HttpRequest({ method: request.method, path: pathname, query, headers, body: request.body });
}

/** `20261121T010203Z`. */
function amzDate(value: string | string[] | undefined): Date | null {
  const match = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(typeof value === "string" ? value : "");
  if (match === null) return null;
  const [, year, month, day, hour, minute, second] = match;
  return new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
}

function equal(left: string, right: string): boolean {
  const [a, b] = [Buffer.from(left), Buffer.from(right)];
  return a.length === b.length && timingSafeEqual(a, b);
}
