import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { FeedUnreadable } from "../networks/adapter.ts";
import { BodyCutOff, BodyStalled, BodyTooLarge } from "./errors.ts";
import { bytesOf, client, failed, serve } from "./loopback.fixture.ts";
import type { Handler } from "./loopback.fixture.ts";

const cutOff: Handler = (_, response) => {
  response.writeHead(200, { "content-length": "100" });
  response.write("half", () => setTimeout(() => response.destroy(), 20));
};

describe("bodies", () => {
  it("throws when a streamed body ends before its Content-Length, and does not send again", async () => {
    const origin = await serve(cutOff);
    const { http, calls } = client();
    const response = await http.request({ url: origin });
    await expect(bytesOf(response.body)).rejects.toThrow(BodyCutOff);
    expect(http.totals()).toEqual({ calls: 1, retries: 0, throttles: 0, bytes: 4 });
    expect(calls[0]?.error).toMatch(/broke off after 4 bytes/);
  });

  it("throws when a chunked body is cut off", async () => {
    const origin = await serve(
      (_, response) => void response.write("half", () => setTimeout(() => response.destroy(), 20)),
    );
    await expect(bytesOf((await client().http.request({ url: origin })).body)).rejects.toThrow(BodyCutOff);
  });

  it("throws when a compressed body is cut off though its transfer is whole", async () => {
    const packed = gzipSync("a line of a feed\n".repeat(1_000));
    const origin = await serve(
      (_, response) =>
        void response
          .writeHead(200, { "content-encoding": "gzip" })
          .end(packed.subarray(0, packed.length - 20)),
    );
    await expect(bytesOf((await client().http.request({ url: origin })).body)).rejects.toThrow(BodyCutOff);
  });

  it("sends again for a text whose body broke off, within the tries", async () => {
    const origin = await serve((request, response, count) =>
      count > 2 ? void response.end('{"page":1}') : cutOff(request, response, count),
    );
    const { http, sleeps } = client();
    expect(await (await http.request({ url: origin })).json()).toEqual({ page: 1 });
    expect(sleeps).toEqual([1_000, 2_000]);
    expect(http.totals()).toMatchObject({ calls: 3, retries: 2 });
  });

  it("gives up a text that always breaks off", async () => {
    const origin = await serve(cutOff);
    const { http } = client();
    await expect((await http.request({ url: origin })).text()).rejects.toThrow(BodyCutOff);
    expect(http.totals().calls).toBe(5);
  });

  it("gives up on a body that stands still", async () => {
    const origin = await serve((_, response) => void response.write("begins"));
    const response = await client().http.request({ url: origin, timeoutMs: 300 });
    await expect(bytesOf(response.body)).rejects.toThrow(BodyStalled);
  });

  it.each([
    ["announced", { "content-length": "11" }],
    ["not announced", {}],
  ])("refuses a body over the limit, its length %s", async (_what, headers) => {
    const origin = await serve((_, response) => void response.writeHead(200, headers).end("x".repeat(11)));
    const response = await client().http.request({ url: origin, maxBytes: 10 });
    await expect(bytesOf(response.body)).rejects.toThrow(BodyTooLarge);
  });

  it("counts the limit after decompression", async () => {
    const origin = await serve(
      (_, response) =>
        void response.writeHead(200, { "content-encoding": "gzip" }).end(gzipSync(Buffer.alloc(10_000_000))),
    );
    const { http } = client();
    await expect(bytesOf((await http.request({ url: origin, maxBytes: 1_000_000 })).body)).rejects.toThrow(
      BodyTooLarge,
    );
    expect(http.totals().bytes).toBeLessThan(10_000);
  });

  it("undoes Content-Encoding and counts the bytes on the wire", async () => {
    const packed = gzipSync("page\n".repeat(1_000));
    const origin = await serve(
      (_, response) => void response.writeHead(200, { "content-encoding": "gzip" }).end(packed),
    );
    const { http } = client();
    expect(await (await http.request({ url: origin })).text()).toBe("page\n".repeat(1_000));
    expect(http.totals().bytes).toBe(packed.length);
  });

  it("reads a text in the charset it is declared in", async () => {
    const origin = await serve(
      (_, response) =>
        void response
          .writeHead(200, { "content-type": "text/csv; charset=ISO-8859-1" })
          .end(Buffer.from("Röck", "latin1")),
    );
    expect(await (await client().http.request({ url: origin })).text()).toBe("Röck");
  });

  it.each([
    [
      "<!DOCTYPE html><title>Log in</title><p>Please log in",
      /is an HTML page; it begins “Log in Please log in”/,
    ],
    ["", /is empty/],
    ['{"page":', /is not; it begins “{"page":”/],
  ])("says how an answer that is no JSON begins: %j", async (body, message) => {
    const origin = await serve((_, response) => void response.end(body));
    const error = await failed((await client().http.request({ url: origin })).json());
    expect(error).toBeInstanceOf(FeedUnreadable);
    expect((error as Error).message).toMatch(message);
  });

  it("is read once", async () => {
    const origin = await serve((_, response) => void response.end("x"));
    const response = await client().http.request({ url: origin });
    await response.text();
    await expect(response.text()).rejects.toThrow(TypeError);
  });

  it("is reported, unread, with the totals", async () => {
    const origin = await serve((_, response) => void response.writeHead(404).end("none"));
    const { http, calls } = client();
    await http.request({ url: origin, accept: [404] });
    http.totals();
    expect(calls.map(({ status }) => status)).toEqual([404]);
  });

  it("closes the connection when its reader stops", async () => {
    const closed = Promise.withResolvers<void>();
    const origin = await serve((_, response) => {
      response.on("close", closed.resolve);
      response.write("first");
    });
    const { body } = await client().http.request({ url: origin });
    const chunks = body[Symbol.asyncIterator]();
    await chunks.next();
    await chunks.return?.();
    await expect(closed.promise).resolves.toBeUndefined();
  });
});
