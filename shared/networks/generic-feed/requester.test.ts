import { describe, expect, test } from "vitest";
import { credentialsUsed, feedRequest, requesterSchema } from "./requester.ts";

const request = (requester: object, credentials = {}) =>
  feedRequest(requesterSchema.parse(requester), credentials);
const url = "https://s.example/feed?a=%20&b";

describe("who asks", () => {
  test("nobody: the address as it is", () => {
    expect(request({ url })).toEqual({ url, headers: {}, timeoutMs: 60_000 });
  });

  test("a whole secret address, when the settings give none", () => {
    expect(request({}, { feedUrl: "https://s.example/feed?key=abc" }).url).toBe(
      "https://s.example/feed?key=abc",
    );
  });

  test("an API key in a header or a parameter", () => {
    const key = (inject_into: string) => ({
      url,
      authenticator: {
        type: "ApiKeyAuthenticator",
        api_token: "{{ config['apiToken'] }}",
        inject_into: { inject_into, field_name: "X-Key" },
      },
    });
    expect(request(key("header"), { apiToken: "t" }).headers).toEqual({ "X-Key": "t" });
    expect(request(key("request_parameter"), { apiToken: "t&" }).url).toBe(`${url}&X-Key=t%26`);
  });

  test("a bearer token", () => {
    const authenticator = { type: "BearerAuthenticator", api_token: "{{ config['apiToken'] }}" };
    expect(request({ url, authenticator }, { apiToken: "t" }).headers).toEqual({ authorization: "Bearer t" });
  });

  test("a user name and a password, in UTF-8", () => {
    const authenticator = {
      type: "BasicHttpAuthenticator",
      username: "{{ config['username'] }}",
      password: "{{ config['password'] }}",
    };
    expect(request({ url, authenticator }, { username: "u", password: "pé" }).headers).toEqual({
      authorization: `Basic ${Buffer.from("u:pé").toString("base64")}`,
    });
  });
});

test("parameters and headers are filled in, and empty parameters dropped", () => {
  const { url: asked, headers } = request(
    {
      url: "https://s.example/f",
      request_parameters: { site: "{{ config['username'] }}", none: "" },
      request_headers: { Accept: "text/csv" },
    },
    { username: "me" },
  );
  expect([asked, headers]).toEqual(["https://s.example/f?site=me", { Accept: "text/csv" }]);
});

test("a credential that is missing is named, and what to do", () => {
  expect(() => request({})).toThrow(
    'the credential "feedUrl", which this source does not have. Enter it, or set url in the settings',
  );
  const authenticator = { type: "BearerAuthenticator", api_token: "{{ config['apiToken'] }}" };
  expect(() => request({ url, authenticator })).toThrow('the credential "apiToken"');
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
