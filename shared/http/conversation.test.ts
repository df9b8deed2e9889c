import { describe, expect, it, vi } from "vitest";
import { HttpConnectionError, HttpStatusError } from "./errors.ts";
import { client, failed, serve, stopServers } from "./loopback.fixture.ts";
import { MemoryRateLimiter } from "./rate-limit.ts";

describe("retries", () => {
  it("sends a request again after three 500s", async () => {
    const origin = await serve(
      (_, response, count) => void response.writeHead(count > 3 ? 200 : 500).end("ok"),
    );
    const { http, sleeps } = client();
    expect(await (await http.request({ url: `${origin}/x`, method: "POST", body: "{}" })).text()).toBe("ok");
    expect(sleeps).toEqual([1_000, 2_000, 4_000]);
    expect(http.totals()).toEqual({ calls: 4, retries: 3, throttles: 0, bytes: 8 });
  });

  it("ends with the last status when the tries are used up", async () => {
    const origin = await serve(
      (_, response) => void response.writeHead(503).end("<h1>Down</h1> for\n\n repair"),
    );
    const { http } = client();
    const error = await failed(http.request({ url: `${origin}/x` }));
    expect(error).toBeInstanceOf(HttpStatusError);
    expect(error).toMatchObject({ status: 503, body: "Down for repair" });
    expect(http.totals().calls).toBe(5);
  });

  it.each([
    ["seconds", "7", 7_000],
    ["a date", "Fri, 06 Nov 2026 08:49:37 GMT", 37_000],
  ])("waits as long as Retry-After says in %s", async (_what, header, ms) => {
    const origin = await serve(
      (_, response, count) =>
        void response.writeHead(count > 1 ? 200 : 503, count > 1 ? {} : { "retry-after": header }).end(),
    );
    const { http, sleeps } = client();
    await http.request({ url: origin });
    expect(sleeps).toEqual([ms]);
  });

  it("holds the quota key for a minute after a 429 without Retry-After", async () => {
    const origin = await serve((_, response, count) => void response.writeHead(count > 1 ? 200 : 429).end());
    const limiter = new MemoryRateLimiter();
    vi.spyOn(limiter, "acquire").mockResolvedValue();
    const pause = vi.spyOn(limiter, "pause").mockResolvedValue();
    const { http } = client({ limiter });
    await http.request({ url: origin });
    expect(pause).toHaveBeenCalledExactlyOnceWith("test", 60_000);
    expect(http.totals()).toMatchObject({ calls: 2, retries: 1, throttles: 1 });
  });

  it("makes the next try wait for the pause it asked for", async () => {
    const origin = await serve(
      (_, response, count) => void response.writeHead(count > 1 ? 200 : 429, { "retry-after": "12" }).end(),
    );
    const { http, sleeps } = client();
    await http.request({ url: origin });
    expect(sleeps).toEqual([12_000]);
  });

  it.each([400, 401, 404])("does not repeat a %i", async (status) => {
    const origin = await serve((_, response) => void response.writeHead(status).end());
    const { http } = client();
    await expect(http.request({ url: origin })).rejects.toThrow(HttpStatusError);
    expect(http.totals().calls).toBe(1);
  });

  it("does not repeat a request that asks not to be", async () => {
    const origin = await serve((_, response) => void response.writeHead(500).end());
    const { http } = client();
    await expect(http.request({ url: origin, retry: false })).rejects.toThrow(HttpStatusError);
    expect(http.totals().calls).toBe(1);
  });

  it("sends a request as often as that one says", async () => {
    const origin = await serve((_, response) => void response.writeHead(500).end());
    const { http } = client();
    await expect(http.request({ url: origin, tries: 2 })).rejects.toThrow(HttpStatusError);
    expect(http.totals().calls).toBe(2);
  });

  it("holds the quota key after an answer that was the last one admitted", async () => {
    const origin = await serve((_, response) => void response.end("ok"));
    const { http, sleeps } = client();
    const judge = () => ({ kind: "ANSWER", pauseMs: 12_000 }) as const;
    expect(await (await http.request({ url: origin, judge })).text()).toBe("ok");
    await http.request({ url: origin });
    expect(sleeps).toEqual([12_000]);
  });

  it("follows no more redirects than the request says", async () => {
    const origin = await serve(
      (_, response, count) => void response.writeHead(302, { location: `/${count}` }).end(),
    );
    const { http } = client();
    await expect(http.request({ url: origin, maxRedirects: 2 })).rejects.toThrow(
      "redirects more than 2 times",
    );
    await expect(http.request({ url: origin, maxRedirects: 0 })).rejects.toThrow(
      "redirects more than 0 times",
    );
  });

  it("takes an accepted status for an answer", async () => {
    const origin = await serve((_, response) => void response.writeHead(304, { etag: '"1"' }).end());
    const { http, calls } = client();
    const response = await http.request({ url: origin, accept: [304] });
    expect([response.status, response.headers.get("etag"), await response.text()]).toEqual([304, '"1"', ""]);
    expect(calls).toHaveLength(1);
  });

  it("tries again when the connection breaks before an answer", async () => {
    const origin = await serve((request, response, count) =>
      count > 1 ? void response.end("ok") : void request.socket.destroy(),
    );
    const { http, calls } = client();
    expect(await (await http.request({ url: origin })).text()).toBe("ok");
    expect(calls.map(({ status, attempt }) => [status, attempt])).toEqual([
      [null, 1],
      [200, 2],
    ]);
  });

  it("says that nobody listens", async () => {
    const origin = await serve(() => undefined);
    await stopServers();
    const error = await failed(client().http.request({ url: origin }));
    expect(error).toBeInstanceOf(HttpConnectionError);
    expect(error).toMatchObject({ code: "ECONNREFUSED" });
  });

  it("gives up on headers that do not come, and tries again", async () => {
    const origin = await serve((_, response, count) => (count > 1 ? void response.end("ok") : undefined));
    const { http, calls } = client();
    expect(await (await http.request({ url: origin, timeoutMs: 300 })).text()).toBe("ok");
    expect(calls[0]?.error).toMatch(/silent for 300 ms/);
  });

  it("goes through the limiter, once a try", async () => {
    const origin = await serve((_, response, count) => void response.writeHead(count > 1 ? 200 : 500).end());
    const limiter = new MemoryRateLimiter();
    const acquire = vi.spyOn(limiter, "acquire");
    await client({ limiter }).http.request({ url: origin });
    expect(acquire).toHaveBeenCalledTimes(2);
  });
});
