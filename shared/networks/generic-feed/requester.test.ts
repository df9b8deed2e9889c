import { describe, expect, test } from "vitest";
import type { HttpClient } from "../../http/client.ts";
import { Authentication } from "./paging/authenticator.ts";
import { configOf, filling } from "./paging/config.ts";
import { credentialsUsed, feedRequest, requesterSchema } from "./requester.ts";

const NOW = new Date("2026-11-20T12:00:00Z");

/** Nothing is sent. */
const http: HttpClient = {
  request: () => Promise.reject(new Error("no request is meant to be sent")),
  conceal: () => undefined,
  totals: () => ({ calls: 0, retries: 0, throttles: 0, bytes: 0 }),
};

function request(given: object, credentials = {}) {
  const requester = requesterSchema.parse(given);
  const fill = filling(configOf({}, credentials), {});
  return feedRequest(requester, fill, new Authentication(requester.authenticator, fill, http), NOW);
}
const url = "https://s.example/feed?a=%20&b";

describe("who asks", () => {
  test("nobody: the address as it is", async () => {
    expect(await request({ url })).toEqual({ url, headers: {}, timeoutMs: 60_000 });
  });

  test("a whole secret address, when the settings give none", async () => {
    expect((await request({}, { feedUrl: "https://s.example/feed?key=abc" })).url).toBe(
      "https://s.example/feed?key=abc",
    );
  });

  test("an API key in a header or a parameter", async () => {
    const key = (inject_into: string) => ({
      url,
      authenticator: {
        type: "ApiKeyAuthenticator",
        api_token: "{{ config['apiToken'] }}",
        inject_into: { inject_into, field_name: "X-Key" },
      },
    });
    expect((await request(key("header"), { apiToken: "t" })).headers).toEqual({ "X-Key": "t" });
    expect((await request(key("request_parameter"), { apiToken: "t&" })).url).toBe(`${url}&X-Key=t%26`);
  });

  test("a bearer token", async () => {
    const authenticator = { type: "BearerAuthenticator", api_token: "{{ config['apiToken'] }}" };
    expect((await request({ url, authenticator }, { apiToken: "t" })).headers).toEqual({
      authorization: "Bearer t",
    });
  });

  test("a user name and a password, in UTF-8", async () => {
    const authenticator = {
      type: "BasicHttpAuthenticator",
      username: "{{ config['username'] }}",
      password: "{{ config['password'] }}",
    };
    expect((await request({ url, authenticator }, { username: "u", password: "pé" })).headers).toEqual({
      authorization: `Basic ${Buffer.from("u:pé").toString("base64")}`,
    });
  });
});

test("parameters and headers are filled in, and empty parameters dropped", async () => {
  const { url: asked, headers } = await request(
    {
      url: "https://s.example/f",
      request_parameters: { site: "{{ config['username'] }}", none: "" },
      request_headers: { Accept: "text/csv" },
    },
    { username: "me" },
  );
  expect([asked, headers]).toEqual(["https://s.example/f?site=me", { Accept: "text/csv" }]);
});

test("a credential that is missing is named, and what to do", async () => {
  await expect(request({})).rejects.toThrow(
    'the credential "feedUrl", which this source does not have. Enter it, or set url in the settings',
  );
  const authenticator = { type: "BearerAuthenticator", api_token: "{{ config['apiToken'] }}" };
  await expect(request({ url, authenticator })).rejects.toThrow('the credential "apiToken"');
});

test("the credentials of a request are known by name", () => {
  expect(credentialsUsed({ url })).toEqual([]);
  expect(credentialsUsed({})).toEqual(["feedUrl"]);
  expect(
    credentialsUsed({
      url,
      authenticator: { type: "BearerAuthenticator", api_token: "{{ config['apiToken'] }}" },
    }),
  ).toEqual(["apiToken"]);
});
