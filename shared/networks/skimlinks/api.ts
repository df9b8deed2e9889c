/** Calls to the Merchant API v4: a token in the query, lists by offset, and no total. */
import * as z from "zod";
import { HttpStatusError } from "../../http/errors.ts";
import { FeedUnreadable, type FetchContext } from "../adapter.ts";
import { AccessToken, withToken } from "../kit/access-token.ts";
import { refusedOr } from "../kit/refusal.ts";
import type { SkimlinksCredentials, SkimlinksSettings } from "./definition.ts";

export type SkimlinksContext = FetchContext<SkimlinksCredentials, SkimlinksSettings>;

const TOKEN_URL = "https://authentication.skimapis.com/access_token";
const BASE = "https://merchants.skimapis.com/v4/publisher";
const WHERE = "Publisher Hub > Toolbox > APIs > API Authentication credentials";

/** The vendor's own SDK asks for 200; the most is not published. */
export const PAGE_SIZE = 200;

export const skimlinksToken = ({ http, credentials }: SkimlinksContext): AccessToken =>
  new AccessToken({
    http,
    request: {
      url: TOKEN_URL,
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({
        client_id: credentials.clientId,
        client_secret: credentials.clientSecret,
        grant_type: "client_credentials",
      }),
    },
    remedy: `Skimlinks refused clientId and clientSecret. Compare both with ${WHERE}.`,
    lifeSeconds: (answer, nowMs) => {
      const until = z.looseObject({ expiry_timestamp: z.number() }).safeParse(answer).data?.expiry_timestamp;
      return until === undefined ? null : until - nowMs / 1000;
    },
  });

export interface OffsetPage {
  readonly items: readonly unknown[];
  /** The offset of the page after this one; null: there is none. */
  readonly next: number | null;
}

/**
 * @param list "offers" or "merchants": the path, and the key of the list in the answer
 * @throws CredentialsRefused, FeedUnreadable
 */
export async function listPage(
  context: SkimlinksContext,
  token: AccessToken,
  list: "offers" | "merchants",
  offset: number,
  query: Readonly<Record<string, string>>,
): Promise<OffsetPage> {
  const { publisherId } = context.credentials;
  const answer = await answered(context, token, `${BASE}/${publisherId}/${list}`, {
    ...query,
    limit: String(PAGE_SIZE),
    offset: String(offset),
  });
  const page = z
    .looseObject({ [list]: z.array(z.unknown()), has_more: z.boolean().nullish() })
    .safeParse(answer);
  if (!page.success)
    throw new FeedUnreadable(`Skimlinks' answer holds no list "${list}": ${excerptOf(answer)}`);
  const items = page.data[list] as unknown[];
  // By what came, not by what was asked for; and never on after an empty page, whatever has_more says.
  return { items, next: page.data.has_more && items.length > 0 ? offset + items.length : null };
}

async function answered(
  { http }: SkimlinksContext,
  token: AccessToken,
  url: string,
  query: Readonly<Record<string, string>>,
): Promise<unknown> {
  try {
    return await withToken(
      token,
      async (access_token) =>
        (await http.request({ url: `${url}?${new URLSearchParams({ ...query, access_token })}` })).json(),
      [401, 403],
    );
  } catch (error) {
    // The token was good a moment ago: what is wrong is whose data it asked for.
    if (error instanceof HttpStatusError && error.status === 400) {
      return Promise.reject(
        refusedOr(
          error,
          `Skimlinks refuses publisherDomainId (or a setting): take the site's id from ${WHERE}.`,
          [400],
        ),
      );
    }
    throw refusedOr(
      error,
      `Skimlinks refuses publisherId: it does not belong to these credentials. Compare it with ${WHERE}.`,
    );
  }
}

const excerptOf = (answer: unknown): string => JSON.stringify(answer)?.slice(0, 120) ?? "nothing";
