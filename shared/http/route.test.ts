import { describe, expect, it } from "vitest";
import { HttpRedirectError, HttpRequestInvalid } from "./errors.ts";
import { client, serve } from "./loopback.fixture.ts";
import type { Handler } from "./loopback.fixture.ts";

const to =
  (location: string, status = 302): Handler =>
  (_, response) =>
    void response.writeHead(status, { location }).end();
const echo: Handler = (request, response) =>
  void response.end(JSON.stringify({ method: request.method, url: request.url, headers: request.headers }));

describe("redirects", () => {
  it("leaves credentials behind on the way to another host", async () => {
    const other = await serve(echo);
    const origin = await serve(to(`${other}/file`));
    const { http } = client({ secrets: ["s3cret-value"] });
    const headers = {
      authorization: "Bearer t",
      "x-api-key": "k",
      "x-custom": "s3cret-value",
      "accept-language": "de",
    };
    const response = await http.request({ url: `${origin}/start`, headers });
    const seen = (await response.json()) as { headers: Record<string, string> };
    expect(Object.keys(seen.headers)).not.toEqual(expect.arrayContaining(["authorization"]));
    expect(seen.headers).not.toHaveProperty("x-api-key");
    expect(seen.headers).not.toHaveProperty("x-custom");
    expect(seen.headers).toHaveProperty("accept-language", "de");
    expect(response.url).toBe(`${other}/file`);
  });

  it("keeps credentials on the same host", async () => {
    const origin = await serve((request, response, count) =>
      (count === 1 ? to("/next?x=1") : echo)(request, response, count),
    );
    const response = await client().http.request({ url: origin, headers: { authorization: "Bearer t" } });
    expect(await response.json()).toMatchObject({ url: "/next?x=1", headers: { authorization: "Bearer t" } });
  });

  it.each([
    [303, "GET"],
    [301, "GET"],
    [307, "POST"],
    [308, "POST"],
  ])("turns a POST after %i into a %s", async (status, method) => {
    const origin = await serve((request, response, count) =>
      (count === 1 ? to("/next", status) : echo)(request, response, count),
    );
    const response = await client().http.request({ url: origin, method: "POST", body: "{}" });
    expect(await response.json()).toMatchObject({ method });
  });

  it("does not send a body with credentials to another host", async () => {
    const other = await serve(echo);
    const origin = await serve(to(other, 307));
    const { http } = client({ secrets: ["s3cret-value"] });
    const request = { url: origin, method: "POST" as const, body: "client_secret=s3cret-value" };
    await expect(http.request(request)).rejects.toThrow(HttpRedirectError);
  });

  it("notices a circle", async () => {
    const origin = await serve((request, response, count) =>
      to(count % 2 ? "/b" : "/a")(request, response, count),
    );
    await expect(client().http.request({ url: `${origin}/a` })).rejects.toThrow(/in a circle/);
  });

  it("follows five and no more", async () => {
    const origin = await serve((request, response, count) => to(`/${count}`)(request, response, count));
    const { http } = client();
    await expect(http.request({ url: origin })).rejects.toThrow(/more than 5 times/);
    expect(http.totals().calls).toBe(6);
  });

  it("goes to http and https only", async () => {
    const origin = await serve(to("file:///etc/passwd"));
    await expect(client().http.request({ url: origin })).rejects.toThrow(/no http\(s\) address/);
  });
});

describe("originOverride", () => {
  it("sends path and query unchanged to the other origin, and names the network's host", async () => {
    const origin = await serve(
      (request, response) => void response.end(JSON.stringify([request.url, request.headers])),
    );
    const { http } = client({ originOverride: origin });
    const response = await http.request({ url: "https://api.awin.com//a%20b/?q=%2F&x=1+2" });
    expect(await response.json()).toEqual([
      "//a%20b/?q=%2F&x=1+2",
      expect.objectContaining({ "x-forwarded-host": "api.awin.com", "x-forwarded-proto": "https" }),
    ]);
    expect(response.url).toBe("https://api.awin.com//a%20b/?q=%2F&x=1+2");
  });

  it("holds for redirects, to the network's own address and to the other origin's", async () => {
    const origin: string = await serve((request, response) => {
      if (request.url === "/1") response.writeHead(302, { location: "https://files.awin.com/2" }).end();
      else if (request.url === "/2") response.writeHead(302, { location: `${origin}/3` }).end();
      else response.end(JSON.stringify(request.headers["x-forwarded-host"]));
    });
    const response = await client({ originOverride: origin }).http.request({ url: "https://api.awin.com/1" });
    expect([response.url, await response.json()]).toEqual(["https://files.awin.com/3", "files.awin.com"]);
  });
});

describe("requests", () => {
  it("turns a login in the address into Basic authorization", async () => {
    const origin = await serve((request, response) => void response.end(request.headers.authorization));
    const response = await client().http.request({ url: origin.replace("//", "//user:p%40ss@") });
    expect(await response.text()).toBe(`Basic ${Buffer.from("user:p@ss").toString("base64")}`);
  });

  it.each(["not an address", "ftp://example.com/x"])("refuses %s before anything is sent", async (url) => {
    await expect(client().http.request({ url })).rejects.toThrow(HttpRequestInvalid);
  });
});
