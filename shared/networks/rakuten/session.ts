/** The access token: one for a listing, for an hour. */
import type { HttpClient, HttpRequest } from "../../http/client.ts";
import { HttpStatusError } from "../../http/errors.ts";
import { AccessToken } from "../kit/access-token.ts";
import { type RakutenCredentials, REMEDY } from "./credentials.ts";
import { judging } from "./judging.ts";

const TOKEN_URL = "https://api.linksynergy.com/token";
/** What clients send, and what the portal says. Not confirmed which of them Rakuten wants today: the other is tried once. */
const SCHEMES = ["Basic", "Bearer"] as const;

export class Session {
  readonly #tokens: AccessToken[];

  constructor(http: HttpClient, credentials: RakutenCredentials) {
    const { clientId, clientSecret } = credentials;
    const key = Buffer.from(`${clientId}:${clientSecret}`).toString("base64");
    http.conceal(key);
    this.#tokens = SCHEMES.map(
      (scheme) =>
        new AccessToken({ http, request: tokenRequest(`${scheme} ${key}`, credentials.sid), remedy: REMEDY }),
    );
  }

  /** @throws CredentialsRefused when Rakuten refuses both ways of asking */
  async value(): Promise<string> {
    const [first, second] = this.#tokens;
    try {
      return (await first?.value()) ?? "";
    } catch (error) {
      const status =
        error instanceof Error && error.cause instanceof HttpStatusError ? error.cause.status : 0;
      if (second === undefined || status !== 401) throw error;
      const token = await second.value();
      this.#tokens.shift();
      return token;
    }
  }

  /** The next `value` asks anew: Rakuten says that the token has expired. */
  forget(): void {
    for (const token of this.#tokens) token.forget();
  }
}

/** Without the scope the token has no publisher, and calls answer nothing or somebody else's. */
const tokenRequest = (authorization: string, sid: string): HttpRequest => ({
  url: TOKEN_URL,
  method: "POST",
  headers: { authorization, "content-type": "application/x-www-form-urlencoded", accept: "application/json" },
  body: new URLSearchParams({ grant_type: "client_credentials", scope: sid }).toString(),
  judge: judging("the token request"),
});
