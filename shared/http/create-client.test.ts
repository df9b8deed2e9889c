import { inspect } from "node:util";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { HttpCall } from "./client.ts";
import { createHttpClient } from "./create-client.ts";
import { bytesOf, client, failed, LOOPBACK, serve } from "./loopback.fixture.ts";
import { MemoryRateLimiter } from "./rate-limit.ts";

describe("abort", () => {
  const reason = new Error("the run was cancelled");

  it.each([
    ["before an answer", (async () => serve(() => undefined)) as () => Promise<string>, false],
    ["within a body", async () => serve((_, response) => void response.write("begins")), true],
  ])("ends a request %s with the signal's reason", async (_when, start, isBody) => {
    const origin = await start();
    const abort = new AbortController();
    const { http } = client({ signal: abort.signal });
    const result = failed(
      http.request({ url: origin }).then((response) => (isBody ? bytesOf(response.body) : null)),
    );
    setTimeout(() => abort.abort(reason), 100);
    expect(await result).toBe(reason);
  });

  it("ends a wait between tries", async () => {
    const origin = await serve((_, response) => void response.writeHead(503, { "retry-after": "200" }).end());
    const abort = new AbortController();
    const calls: HttpCall[] = [];
    const http = createHttpClient({
      limiter: new MemoryRateLimiter(),
      quotaKey: "test",
      rateLimits: [{ requests: 1_000, intervalMs: 1 }],
      secrets: [],
      originOverride: null,
      egress: LOOPBACK,
      onCall: (call) => {
        calls.push(call);
        setTimeout(() => abort.abort(reason), 50);
      },
      signal: abort.signal,
    });
    expect(await failed(http.request({ url: origin }))).toBe(reason);
    expect(calls).toHaveLength(1);
  });
});

/** Every text a log or a person could come to see. */
const shown = (error: unknown, calls: readonly HttpCall[]): string[] => {
  const { message, stack, cause } = error as Error;
  return [
    ...calls.flatMap(({ url, error: text }) => [url, text ?? ""]),
    message,
    stack ?? "",
    inspect(cause),
    inspect(error),
  ];
};

describe("secrets", () => {
  const secrets = fc
    .string({ minLength: 8, maxLength: 40, unit: fc.constantFrom(..."abcXYZ019 +/=%&?#:;@\"'<>\\{}|~^`é") })
    .filter((text) => text === text.trim() && !text.includes("  "));

  it("appear in no log and no error, though the network echoes them all", async () => {
    const origin = await serve((request, response) => {
      const login = request.headers.authorization ?? "";
      response.writeHead(request.url?.startsWith("/moved") ? 302 : 400, { location: `/gone?${login}` });
      response.end(`<p>No such key: ${decodeURIComponent(request.url ?? "")} ${request.url} ${login}</p>`);
    });
    await expect(
      fc.assert(
        fc.asyncProperty(secrets, fc.constantFrom("/", "/moved/"), async (secret, path) => {
          const { http, calls } = client({ secrets: [secret] });
          const encoded = encodeURIComponent(secret);
          const authorization = `Basic ${Buffer.from(`user:${secret}`).toString("base64")}`;
          const url = `${origin}${path}${encoded}/list?q=${encoded}&token=${encoded}`;
          const error = await failed(http.request({ url, headers: { authorization } }));
          const seen = shown(error, calls);
          const login = authorization.slice("Basic ".length);
          return (
            seen.length > 4 &&
            [secret, encoded, login].every((text) => !seen.some((line) => line.includes(text)))
          );
        }),
        { numRuns: 50 },
      ),
    ).resolves.toBeUndefined();
  });

  it("appear in no error of a request that cannot be sent", async () => {
    const secret = "s3cret\nvalue";
    const { http } = client({ secrets: [secret] });
    const errors = [
      await failed(http.request({ url: `no address ${secret}` })),
      await failed(http.request({ url: "http://127.0.0.1:9/", headers: { authorization: secret } })),
      await failed(
        http.request({ url: `http://${secret.replace("\n", "-")}.invalid/?x=${encodeURIComponent(secret)}` }),
      ),
    ];
    const seen = errors.flatMap((error) => shown(error, []));
    expect(seen.filter((line) => line.includes(secret) || line.includes(encodeURIComponent(secret)))).toEqual(
      [],
    );
  });
});
