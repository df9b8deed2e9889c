/** Calls to the Creators API: a token by the credential's version, JSON both ways, and 404 for an empty search. */
import * as z from "zod";
import type { HttpRequest, Judgement, JudgedAnswer } from "../../http/client.ts";
import { HttpStatusError } from "../../http/errors.ts";
import { CredentialsRefused, FeedUnreadable, type FetchContext } from "../adapter.ts";
import { AccessToken, withToken } from "../kit/access-token.ts";
import { type AmazonCredentials, REMEDY } from "./credentials.ts";
import type { AmazonSettings } from "./settings.ts";

export type AmazonContext = FetchContext<AmazonCredentials, AmazonSettings>;

const BASE = "https://creatorsapi.amazon";

const TOKEN_URLS: Readonly<Record<string, string>> = {
  "3.1": "https://api.amazon.com/auth/o2/token",
  "3.2": "https://api.amazon.co.uk/auth/o2/token",
  "3.3": "https://api.amazon.co.jp/auth/o2/token",
  "2.1": "https://creatorsapi.auth.us-east-1.amazoncognito.com/oauth2/token",
  "2.2": "https://creatorsapi.auth.eu-south-2.amazoncognito.com/oauth2/token",
  "2.3": "https://creatorsapi.auth.us-west-2.amazoncognito.com/oauth2/token",
};

const isLegacy = ({ credentialVersion }: AmazonCredentials): boolean => credentialVersion.startsWith("2.");

/** Version 3 is Login with Amazon, a JSON body and a double colon; version 2 is Cognito, a form and a slash. */
export function amazonToken({ http, credentials }: AmazonContext): AccessToken {
  const legacy = isLegacy(credentials);
  const asked = {
    grant_type: "client_credentials",
    client_id: credentials.credentialId,
    client_secret: credentials.credentialSecret,
    scope: legacy ? "creatorsapi/default" : "creatorsapi::default",
  };
  const request: HttpRequest = {
    url: TOKEN_URLS[credentials.credentialVersion] ?? "",
    method: "POST",
    headers: { "content-type": legacy ? "application/x-www-form-urlencoded" : "application/json" },
    body: legacy ? new URLSearchParams(asked).toString() : JSON.stringify(asked),
    // Tokens are not counted as calls of the API.
    metered: false,
  };
  return new AccessToken({ http, request, remedy: REMEDY.credential });
}

/**
 * @param path "/catalog/v1/searchItems"
 * @returns the answer, or null for a 404: nothing was found
 * @throws CredentialsRefused, FeedUnreadable
 */
export async function operation(
  { http, credentials }: AmazonContext,
  token: AccessToken,
  path: string,
  body: Readonly<Record<string, unknown>> | null,
): Promise<unknown> {
  try {
    return await withToken(token, async (value) => {
      const response = await http.request({
        url: BASE + path,
        method: "POST",
        headers: {
          authorization: `Bearer ${value}${isLegacy(credentials) ? `, Version ${credentials.credentialVersion}` : ""}`,
          "content-type": "application/json",
          "x-marketplace": credentials.marketplace,
        },
        body:
          body === null
            ? ""
            : JSON.stringify({
                ...body,
                partnerTag: credentials.partnerTag,
                marketplace: credentials.marketplace,
              }),
        accept: [404],
        judge: judged,
      });
      return response.status === 404 ? null : response.json();
    });
  } catch (error) {
    // A token that was renewed and is refused again is of another version or region.
    if (error instanceof HttpStatusError && error.status === 401) {
      throw new CredentialsRefused(REMEDY.version, { cause: error });
    }
    throw error;
  }
}

const failure = z.looseObject({
  message: z.string().nullish(),
  reason: z.string().nullish(),
  retryAfterSeconds: z.number().nullish(),
});

/** What a status alone does not say: whose fault it is, and for how long. */
function judged({ status, text, headers }: JudgedAnswer): Judgement | null {
  if (status < 400 || status === 404) return null;
  const { message, reason, retryAfterSeconds } = failure.safeParse(parsed(text)).data ?? {};
  const says = [reason, message].filter(Boolean).join(": ").slice(0, 200);
  if (status === 429) {
    const seconds = retryAfterSeconds ?? Number(headers.get("retry-after") ?? "");
    return {
      kind: "THROTTLED",
      error: new FeedUnreadable(`Amazon's quota is used up (${says || "429"}): the next run goes on.`),
      retryAfterMs: seconds > 0 ? seconds * 1000 : null,
    };
  }
  const refused = (remedy: string): Judgement => ({
    kind: "REFUSED",
    error: new CredentialsRefused(says === "" ? remedy : `${remedy} It says: ${says}`),
  });
  if (reason === "InvalidPartnerTag" || reason === "InvalidAssociate") return refused(REMEDY.tag);
  if (reason === "InvalidIssuer" || reason === "UnsupportedClient") return refused(REMEDY.version);
  if (reason === "AssociateNotEligible") return refused(REMEDY.eligible);
  return status === 403 ? refused(REMEDY.credential) : null;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
