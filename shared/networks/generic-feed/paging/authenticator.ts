/** `authenticator`: who asks, from a key in a header to a token that has to be fetched first. */
import type * as z from "zod";
import type { HttpClient, HttpRequest } from "../../../http/client.ts";
import { HttpStatusError } from "../../../http/errors.ts";
import { CredentialsRefused, FeedUnreadable } from "../../adapter.ts";
import { feedRequest } from "../requester.ts";
import type { Authenticator, authenticatorSchema, OneOf } from "./authenticator-schema.ts";
import type { Fill } from "./config.ts";
import { milliseconds } from "./durations.ts";
import { filledAll } from "./request-body.ts";
import type { RequestOption, RequestParts } from "./request-option.ts";
import { jsonWebToken, type Signable, signatureOf } from "./signatures.ts";

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
          const token = await this.#token(one, (type) => this.#session(type, now));
          const { request_authentication: how } = one;
          if (how.type === "Bearer") parts.headers["authorization"] = `Bearer ${token}`;
          else parts.put(how.inject_into, token);
          break;
        }
        case "JwtAuthenticator":
          parts.headers["authorization"] =
            `${one.header_prefix ?? "Bearer"} ${this.#concealed(jsonWebToken(one, this.#fill, now))}`.trim();
          break;
        case "NoAuth":
        case "SignatureAuthenticator":
          break;
      }
    }
  }

  /** Signatures are made last: they cover the rest. */
  signatures(signable: Signable): readonly (readonly [RequestOption, string])[] {
    return this.#all.flatMap((one) =>
      one.type === "SignatureAuthenticator" ? signatureOf(one, this.#fill, signable) : [],
    );
  }

  #concealed(token: string): string {
    this.#http.conceal(token);
    return token;
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
    if (lifeMs > 0) {
      this.#tokens.set(one, { token, until: Date.now() + Math.max(lifeMs - SPARE_MS, lifeMs / 2) });
    }
    return this.#concealed(token);
  }

  async #oauth(one: OneOf<"OAuthAuthenticator">): Promise<Issued> {
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
      ...filledAll(one.refresh_request_body, this.#fill),
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
        ...filledAll(one.refresh_request_headers, this.#fill),
      },
      body: inQuery ? "" : asked.toString(),
    });
    const life = Number(valueAt(answer, [one.expires_in_name ?? "expires_in"]));
    return {
      token: tokenAt(answer, [one.access_token_name ?? "access_token"]),
      lifeMs: life > 0 ? life * 1000 : DEFAULT_LIFE_MS,
    };
  }

  async #session(one: OneOf<"SessionTokenAuthenticator">, now: Date): Promise<Issued> {
    const { request_body_json, authenticator, http_method = "POST", ...login } = one.login_requester;
    const body = request_body_json && ({ type: "RequestBodyJsonObject", value: request_body_json } as const);
    const request = await feedRequest(
      { ...login, http_method, ...(body && { request_body: body }) },
      this.#fill,
      new Authentication(authenticator, this.#fill, this.#http),
      now,
    );
    const answer = await this.#issued({
      ...request,
      headers: { accept: "application/json", ...request.headers },
    });
    const { expiration_duration: life } = one;
    return {
      token: tokenAt(answer, one.session_token_path),
      lifeMs: life === undefined ? 0 : milliseconds(life),
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
