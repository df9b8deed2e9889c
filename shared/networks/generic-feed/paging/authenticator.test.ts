/** Who asks: tokens, sessions, signatures. */
import { createHmac } from "node:crypto";
import { describe, expect, test } from "vitest";
import { type Answer, json, type SandboxRequest } from "../../../sandbox/sandbox.ts";
import { NOW, HOST, at, list, rows, ids } from "./walked.fixture.ts";

describe("who asks", () => {
  const open = (test: (request: SandboxRequest) => boolean) => (request: SandboxRequest) =>
    test(request) ? json({ rows: rows(0, 2) }) : json({ error: "no" }, 401);
  const one = { partition_router: { type: "ListPartitionRouter", values: ["x"], cursor_field: "x" } };
  const client = { clientId: "me", clientSecret: "s3cret" };
  const oauth = {
    type: "OAuthAuthenticator",
    grant_type: "client_credentials",
    token_refresh_endpoint: `https://${HOST}/token`,
    client_id: "{{ config['clientId'] }}",
    client_secret: "{{ config['clientSecret'] }}",
    scopes: ["read"],
  };

  test("OAuth with a client's secret gets a token first, and another when that one is refused", async () => {
    let issued = 0;
    const handle = ({ url, body, headers }: SandboxRequest): Answer => {
      if (url.pathname === "/token") {
        expect(Object.fromEntries(new URLSearchParams(body))).toEqual({
          grant_type: "client_credentials",
          client_id: "me",
          client_secret: "s3cret",
          scope: "read",
        });
        issued += 1;
        return json({ access_token: `t${issued}`, expires_in: 3600 });
      }
      return headers["authorization"] === "Bearer t2" ? json({ rows: rows(0, 2) }) : json({}, 401);
    };
    const listing = await list(
      handle,
      { ...one, requester: { authenticator: oauth } },
      { credentials: client },
    );
    expect([ids(listing), issued]).toEqual([[0, 1], 2]);
  });

  test("OAuth with a refresh token, the client in a Basic header", async () => {
    const authenticator = {
      ...oauth,
      grant_type: "refresh_token",
      refresh_token: "{{ config['refreshToken'] }}",
      token_request_auth_method: "basic",
      access_token_name: "token",
    };
    const handle = ({ url, body, headers }: SandboxRequest): Answer => {
      if (url.pathname !== "/token")
        return headers["authorization"] === "Bearer t" ? json({ rows: rows(0, 1) }) : json({}, 401);
      const isRight =
        headers["authorization"] === `Basic ${Buffer.from("me:s3cret").toString("base64")}` &&
        new URLSearchParams(body).get("refresh_token") === "r";
      return isRight ? json({ token: "t" }) : json({}, 400);
    };
    const credentials = { ...client, refreshToken: "r" };
    expect(ids(await list(handle, { ...one, requester: { authenticator } }, { credentials }))).toEqual([0]);
    await expect(
      list(
        handle,
        { ...one, requester: { authenticator } },
        { credentials: { ...credentials, refreshToken: "old" } },
      ),
    ).rejects.toThrow(/gave no token \(400\)/);
  });

  test("a session begins with a login", async () => {
    const authenticator = {
      type: "SessionTokenAuthenticator",
      login_requester: {
        url: `https://${HOST}/login`,
        request_body_json: { user: "{{ config['username'] }}", pass: "{{ config['password'] }}" },
      },
      session_token_path: ["data", "session"],
      request_authentication: {
        type: "ApiKey",
        inject_into: { inject_into: "header", field_name: "X-Session" },
      },
    };
    const handle = ({ url, body, headers }: SandboxRequest): Answer => {
      if (url.pathname === "/login")
        return json({ data: { session: `for ${(JSON.parse(body) as { user: string }).user}` } });
      return headers["x-session"] === "for jo" ? json({ rows: rows(0, 1) }) : json({}, 401);
    };
    const credentials = { username: "jo", password: "p" };
    expect(ids(await list(handle, { ...one, requester: { authenticator } }, { credentials }))).toEqual([0]);
  });

  test("a session without a life of its own is begun before each request", async () => {
    let logins = 0;
    const authenticator = {
      type: "SessionTokenAuthenticator",
      login_requester: {
        url: `https://${HOST}/login`,
        request_body: { type: "RequestBodyUrlEncodedForm", value: { scope: "read" } },
        authenticator: { type: "BasicHttpAuthenticator", username: "{{ config['username'] }}" },
      },
      session_token_path: ["token"],
      request_authentication: { type: "Bearer" },
    };
    const handle = ({ url, body, headers }: SandboxRequest): Answer => {
      if (url.pathname === "/login") {
        const isRight = headers["authorization"] === `Basic ${btoa("jo:")}` && body === "scope=read";
        logins += 1;
        return isRight ? json({ token: `t${logins}` }) : json({}, 403);
      }
      return headers["authorization"] === `Bearer t${logins}` ? json({ rows: rows(0, 1) }) : json({}, 401);
    };
    const listed = async (more: object): Promise<number> => {
      logins = 0;
      const partition_router = { ...one.partition_router, values: ["x", "y"] };
      const requester = { authenticator: { ...authenticator, ...more } };
      await list(handle, { partition_router, requester }, { credentials: { username: "jo" } });
      return logins;
    };
    expect(await listed({})).toBe(2);
    expect(await listed({ expiration_duration: "PT1H" })).toBe(1);
  });

  test("a signature covers what the settings say, and the time is sent along", async () => {
    const authenticator = {
      type: "SignatureAuthenticator",
      key: "{{ config['clientSecret'] }}",
      string_to_sign: "{{ method }}{{ path }}{{ timestamp }}",
      inject_into: { inject_into: "header", field_name: "X-Sign" },
      timestamp_into: { inject_into: "header", field_name: "X-Time" },
    };
    const time = String(Math.floor(NOW.getTime() / 1000));
    const signature = createHmac("sha256", "s3cret").update(`GET/offers${time}`).digest("hex");
    const handle = open(({ headers }) => headers["x-sign"] === signature && headers["x-time"] === time);
    expect(
      ids(await list(handle, { ...one, requester: { authenticator } }, { credentials: client })),
    ).toEqual([0, 1]);
  });

  test("a signed web token, and a key beside it", async () => {
    const authenticator = [
      {
        type: "JwtAuthenticator",
        algorithm: "HS256",
        secret_key: "{{ config['clientSecret'] }}",
        additional_jwt_payload: { sub: "{{ config['clientId'] }}" },
      },
      { type: "ApiKeyAuthenticator", api_token: "{{ config['clientId'] }}", inject_into: at("client") },
    ];
    const handle = open(({ headers, url }) => {
      const [head = "", payload = "", signature] = (headers["authorization"] ?? "")
        .replace("Bearer ", "")
        .split(".");
      const right = createHmac("sha256", "s3cret").update(`${head}.${payload}`).digest("base64url");
      const { sub } = JSON.parse(Buffer.from(payload, "base64url").toString()) as { sub: string };
      return signature === right && sub === "me" && url.searchParams.get("client") === "me";
    });
    expect(
      ids(await list(handle, { ...one, requester: { authenticator } }, { credentials: client })),
    ).toEqual([0, 1]);
  });

  test("and is refused is told by the credentials' names", async () => {
    const requester = {
      authenticator: { type: "BearerAuthenticator", api_token: "{{ config['apiToken'] }}" },
    };
    const listing = list(
      open(() => false),
      { ...one, requester },
      { credentials: { apiToken: "s3cret" } },
    );
    await expect(listing).rejects.toThrow(/refused access \(401\) with the credentials apiToken/);
    await expect(listing).rejects.not.toThrow(/s3cret/);
  });
});
