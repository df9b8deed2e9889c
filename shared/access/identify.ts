/** Who sent a request: the holder of a token, of an API key, or anybody. */
import { type ApiKeys, looksLikeApiKey } from "./api-keys.ts";
import { anonymous, type Caller } from "./caller.ts";
import type { Scope } from "./scopes.ts";
import type { VerifyToken } from "./tokens.ts";
import { Unauthenticated } from "./unauthenticated.ts";

export interface RequestCredentials {
  /** The header `authorization` as it came; null without one. */
  readonly authorization: string | null;
  /** The address that the request came from, where it is known. */
  readonly address: string | null;
}

export interface IdentifyOptions {
  readonly keys: Pick<ApiKeys, "verify">;
  readonly verifyToken: VerifyToken;
  /** What everybody may do who sends nothing. */
  readonly anonymousScopes: readonly Scope[];
  readonly now: () => Date;
}

/**
 * @returns who a request is from, by `Bearer <token or API key>`; the word Bearer may be left out, as AppSync wants it
 * @throws Unauthenticated for what does not hold: a wrong token is never taken for none
 */
export const identifier =
  ({ keys, verifyToken, anonymousScopes, now }: IdentifyOptions) =>
  async ({ authorization, address }: RequestCredentials): Promise<Caller> => {
    if (authorization === null || authorization.trim() === "") return anonymous(anonymousScopes, address);
    const [, scheme = "", credential = ""] = /^(?:([A-Za-z]+) +)?(\S+)$/.exec(authorization.trim()) ?? [];
    if (credential === "" || (scheme !== "" && scheme.toLowerCase() !== "bearer")) {
      throw new Unauthenticated('The header authorization is to be "Bearer <token or API key>".');
    }
    return looksLikeApiKey(credential)
      ? keys.verify(credential, address, now())
      : verifyToken(credential, address);
  };
