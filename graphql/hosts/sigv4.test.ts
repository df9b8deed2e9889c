import { expect, test } from "vitest";
import { type ReceivedRequest, signatureVerifier, signer } from "./sigv4.ts";

const key = { accessKeyId: "AKLOCAL", secretAccessKey: "secret" };
const url = "http://127.0.0.1:4000/graphql";
const verify = signatureVerifier(key);

async function signedRequest(credentials: Parameters<typeof signer>[1] = key): Promise<ReceivedRequest> {
  const body = '{"query":"mutation { a }"}';
  const headers = await signer(
    "eu-central-1",
    credentials,
  )({
    method: "POST",
    url,
    headers: { "content-type": "application/json" },
    body,
  });
  return { method: "POST", path: "/graphql", headers, body };
}

test("what was signed with the key passes", async () => {
  expect(await verify(await signedRequest())).toBe(true);
});

test("a session token is signed along", async () => {
  const request = await signedRequest(async () => ({ ...key, sessionToken: "token" }));
  expect(request.headers["x-amz-security-token"]).toBe("token");
  expect(await verify(request)).toBe(true);
});

test.each<[string, (request: ReceivedRequest) => ReceivedRequest]>([
  ["another body", (request) => ({ ...request, body: '{"query":"mutation { b }"}' })],
  ["another path", (request) => ({ ...request, path: "/other" })],
  ["another method", (request) => ({ ...request, method: "PUT" })],
  ["another host", (request) => ({ ...request, headers: { ...request.headers, host: "evil.example" } })],
  ["no signature", (request) => ({ ...request, headers: { host: "127.0.0.1:4000" } })],
  [
    "a date of another time",
    (request) => ({ ...request, headers: { ...request.headers, "x-amz-date": "20200101T000000Z" } }),
  ],
])("%s does not", async (_, tamper) => {
  expect(await verify(tamper(await signedRequest()))).toBe(false);
});

test("another secret or another key id does not", async () => {
  expect(await verify(await signedRequest({ ...key, secretAccessKey: "guess" }))).toBe(false);
  expect(await verify(await signedRequest({ ...key, accessKeyId: "AKOTHER" }))).toBe(false);
});
