/** `authenticator`: who asks, from a key in a header to a token that has to be fetched first. */
import { createHmac } from "node:crypto";
import type * as z from "zod";
import type { HttpClient, HttpRequest } from "../../../http/client.ts";
import { HttpStatusError } from "../../../http/errors.ts";
import { CredentialsRefused, FeedUnreadable } from "../../adapter.ts";
import type { Authenticator, authenticatorSchema } from "./authenticator-schema.ts";
import type { Fill } from "./config.ts";
import { milliseconds } from "./durations.ts";
import type { RequestOption, RequestParts } from "./request-option.ts";

export interface Signable {
  readonly method: string;
  readonly url: string;
  readonly body: string;
  readonly now: Date;
}

/** Before its end, so that a request on its way does not arrive with a token that has run out. */
const SPARE_MS = 60_000;
const DEFAULT_LIFE_MS = 3_600_000;

/** Tokens of one run. */
export class Authentication {
  readonly #all: readonly Authenticator[];
  readonly #fill: Fill;
  readonly #http: HttpClient;
  readonly #tokens = new Map<Authenticator, { readonly token: string; readonly until: number }>();

  constructor(authenticator: z.output<typeof authenticatorSchema> | undefined, fill: Fill, http: HttpClient) {
    this.#all = authenticator === undefined ? [] : [authenticator].flat();
    this.#fill = fill;
    this.#http = http;
  }

  /** Whether a refused request may succeed with a new token. */
  get renews(): boolean {
    return this.#all.some(
      ({ type }) => type === "OAuthAuthenticator" || type === "SessionTokenAuthenticator",
    );
  }

  forget(): void {
    this.#tokens.clear();
  }

  /** @throws CredentialsRefused when a token is not given */
  async apply(parts: RequestParts, now: Date): Promise<void> {
    for (const one of this.#all) {
      switch (one.type) {
        case "ApiKeyAuthenticator":
          parts.put(one.inject_into, this.#fill(one.api_token));
          break;
        case "BearerAuthenticator":
          parts.headers["authorization"] = `Bearer ${this.#fill(one.api_token)}`;
          break;
        case "BasicHttpAuthenticator":
          parts.headers["authorization"] = this.#basic(one.username, one.password ?? "");
          break;
        case "OAuthAuthenticator":
          parts.headers["authorization"] = `Bearer ${await this.#token(one, (type) => this.#oauth(type))}`;
          break;
        case "SessionTokenAuthenticator": {
          const token = await this.#token(one, (type) => this.#session(type));
          const { request_authentication: how } = one;
          if (how.type === "Bearer") parts.headers["authorization"] = `Bearer ${token}`;
          else parts.put(how.inject_into, token);
          break;
        }
        case "JwtAuthenticator":
          parts.headers["authorization"] = `Bearer ${this.#jwt(one, now)}`;
          break;
        case "NoAuth":
        case "SignatureAuthenticator":
          break;
      }
    }
  }

  /** Signatures are made last: they cover the rest. */
  signatures({ method, url, body, now }: Signable): readonly (readonly [RequestOption, string])[] {
    return this.#all.flatMap((one) => {
      if (one.type !== "SignatureAuthenticator") return [];
      const { pathname, search } = new URL(url);
      const timestamp = String(Math.floor(now.getTime() / 1000));
      const signed = this.#fill(one.string_to_sign, {
        timestamp,
        method,
        path: pathname,
        query: search.slice(1),
        body,
      });
      const hash = (one.algorithm ?? "hmac-sha256").replace("hmac-", "");
      const signature = createHmac(hash, this.#fill(one.key))
        .update(signed)
        .digest(one.encoding ?? "hex");
      return [
        [one.inject_into, signature] as const,
        ...(one.timestamp_into ? [[one.timestamp_into, timestamp] as const] : []),
      ];
    });
  }

  #basic(username: string, password: string): string {
    const pair = `${this.#fill(username)}:${password === "" ? "" : this.#fill(password)}`;
    return `Basic ${Buffer.from(pair, "utf8").toString("base64")}`;
  }

  async #token<Kind extends Authenticator>(
    one: Kind,
    issue: (one: Kind) => Promise<Issued>,
  ): Promise<string> {
    const known = this.#tokens.get(one);
    if (known !== undefined && known.until > Date.now()) return known.token;
    const { token, lifeMs } = await issue(one);
    this.#http.conceal(token);
    this.#tokens.set(one, { token, until: Date.now() + Math.max(lifeMs - SPARE_MS, lifeMs / 2) });
    return token;
  }

  async #oauth(one: Extract<Authenticator, { type: "OAuthAuthenticator" }>): Promise<Issued> {
    const { grant_type: grant = "refresh_token", client_id: id, client_secret: secret } = one;
    const basic = one.token_request_auth_method === "basic";
    const asked = new URLSearchParams({
      grant_type: grant,
      ...(grant === "refresh_token" && {
        refresh_token: this.#fill(one.refresh_token ?? "{{ config['refreshToken'] }}"),
      }),
      ...(!basic && id !== undefined && { client_id: this.#fill(id) }),
      ...(!basic && secret !== undefined && { client_secret: this.#fill(secret) }),
      ...(one.scopes && { scope: one.scopes.join(" ") }),
      ...this.#filled(one.refresh_request_body),
    });
    const endpoint = this.#fill(one.token_refresh_endpoint);
    const inQuery = one.send_refresh_request_as_query_params === true;
    const answer = await this.#issued({
      url: inQuery ? `${endpoint}${endpoint.includes("?") ? "&" : "?"}${asked}` : endpoint,
      method: "POST",
      headers: {
        "content-type": "application/x-www-form-urlencoded",
        accept: "application/json",
        ...(basic && { authorization: this.#basic(id ?? "", secret ?? "") }),
        ...this.#filled(one.refresh_request_headers),
      },
      body: inQuery ? "" : asked.toString(),
    });
    const life = Number(valueAt(answer, [one.expires_in_name ?? "expires_in"]));
    return {
      token: tokenAt(answer, [one.access_token_name ?? "access_token"]),
      lifeMs: life > 0 ? life * 1000 : DEFAULT_LIFE_MS,
    };
  }

  async #session(one: Extract<Authenticator, { type: "SessionTokenAuthenticator" }>): Promise<Issued> {
    const { url, http_method: method = "POST", request_headers, request_body_json } = one.login_requester;
    const answer = await this.#issued({
      url: this.#fill(url),
      method,
      headers: {
        accept: "application/json",
        ...(request_body_json && { "content-type": "application/json" }),
        ...this.#filled(request_headers),
      },
      ...(request_body_json && { body: JSON.stringify(this.#filled(request_body_json)) }),
    });
    return {
      token: tokenAt(answer, one.session_token_path),
      lifeMs: one.expiration_duration === undefined ? DEFAULT_LIFE_MS : milliseconds(one.expiration_duration),
    };
  }

  /** @throws CredentialsRefused when the server of tokens says no */
  async #issued(request: HttpRequest): Promise<unknown> {
    try {
      return await (await this.#http.request({ ...request, metered: false })).json();
    } catch (error) {
      if (!(error instanceof HttpStatusError) || ![400, 401, 403].includes(error.status)) throw error;
      throw new CredentialsRefused(
        `The partner's server gave no token (${error.status}). Compare the credentials that the settings' authenticator uses with what the partner's site shows now.`,
        { cause: error },
      );
    }
  }

  #filled(templates: Readonly<Record<string, string>> | undefined): Record<string, string> {
    return Object.fromEntries(
      Object.entries(templates ?? {}).map(([name, value]) => [name, this.#fill(value)]),
    );
  }

  /** RFC 7519, signed with a secret. */
  #jwt(one: Extract<Authenticator, { type: "JwtAuthenticator" }>, now: Date): string {
    const issuedAt = Math.floor(now.getTime() / 1000);
    const encoded = [
      { alg: one.algorithm, typ: "JWT", ...this.#filled(one.additional_jwt_headers) },
      {
        iat: issuedAt,
        exp: issuedAt + (one.token_duration ?? 1_200),
        ...this.#filled(one.additional_jwt_payload),
      },
    ].map((part) => Buffer.from(JSON.stringify(part)).toString("base64url"));
    const signed = encoded.join(".");
    const hash = one.algorithm.replace("HS", "sha");
    return `${signed}.${createHmac(hash, this.#fill(one.secret_key)).update(signed).digest("base64url")}`;
  }
}

interface Issued {
  readonly token: string;
  readonly lifeMs: number;
}

const valueAt = (answer: unknown, path: readonly string[]): unknown =>
  path.reduce<unknown>(
    (inside, key) =>
      typeof inside === "object" && inside !== null ? (inside as Record<string, unknown>)[key] : undefined,
    answer,
  );

function tokenAt(answer: unknown, path: readonly string[]): string {
  const token = valueAt(answer, path);
  if (typeof token === "string" && token !== "") return token;
  throw new FeedUnreadable(`The answer to the token request holds no ${path.join(".")}.`);
}
