/** Calls to eBay's Buy APIs: an application's token, and the header without which no link pays. */
import * as z from "zod";
import type { HttpRequest, Judgement, JudgedAnswer, NamedQuota } from "../../http/client.ts";
import { CredentialsRefused, FeedUnreadable, type FetchContext } from "../adapter.ts";
import { AccessToken, withToken } from "../kit/access-token.ts";
import { refusedOr } from "../kit/refusal.ts";
import type { EbayCredentials } from "./definition.ts";
import type { EbaySettings } from "./settings.ts";

export type EbayContext = FetchContext<EbayCredentials, EbaySettings>;

const BASE = "https://api.ebay.com";
const SCOPE = "https://api.ebay.com/oauth/api_scope";

const REMEDY =
  "eBay refused clientId and clientSecret. Compare both with developer.ebay.com > Application Keysets (Production). A new keyset stays disabled until it subscribes to account deletion notifications or opts out of them.";
const APPROVAL =
  "eBay has not approved this keyset (clientId) for the Deal API: apply for it, or set deals to false.";

/** eBay sets it with the approval; the general default stands in. */
const DEALS: NamedQuota = {
  name: "deals",
  limits: [{ requests: 4_900, intervalMs: 86_400_000, burst: 1_000 }],
};

/** Asking for a scope that the keyset lacks fails the whole token, so only what is used is asked for. */
export function ebayToken({ http, credentials, settings }: EbayContext): AccessToken {
  const login = Buffer.from(`${credentials.clientId}:${credentials.clientSecret}`).toString("base64");
  const request: HttpRequest = {
    url: `${BASE}/identity/v1/oauth2/token`,
    method: "POST",
    headers: {
      authorization: `Basic ${login}`,
      "content-type": "application/x-www-form-urlencoded",
    },
    body: new URLSearchParams({
      grant_type: "client_credentials",
      scope: settings.deals ? `${SCOPE} ${SCOPE}/buy.deal` : SCOPE,
    }).toString(),
    // Tokens have a limit of their own, which one a run does not come near.
    metered: false,
    judge: ({ status, text }) =>
      status === 400 && text.includes("invalid_scope")
        ? { kind: "REFUSED", error: new CredentialsRefused(APPROVAL) }
        : null,
  };
  return new AccessToken({ http, request, remedy: REMEDY });
}

const failure = z.looseObject({
  errorId: z.number().nullish(),
  message: z.string().nullish(),
  longMessage: z.string().nullish(),
});
type Failure = z.output<typeof failure>;

/**
 * The answer to a GET.
 *
 * @param path with its query
 * @returns null for a 404: the item has ended
 * @throws CredentialsRefused; FeedUnreadable, also for a 200 with warnings: eBay then left a part of the question out
 */
export async function get(context: EbayContext, token: AccessToken, path: string): Promise<unknown> {
  const { http, credentials, settings } = context;
  const user = [
    `affiliateCampaignId=${credentials.campaignId}`,
    ...(settings.referenceId === undefined ? [] : [`affiliateReferenceId=${settings.referenceId}`]),
  ].join(",");
  try {
    return await withToken(token, async (value) => {
      const response = await http.request({
        url: BASE + path,
        headers: {
          authorization: `Bearer ${value}`,
          "x-ebay-c-marketplace-id": settings.marketplaceId,
          "x-ebay-c-enduserctx": user,
        },
        accept: [404],
        judge: judged,
        ...(path.startsWith("/buy/deal/") && { quota: DEALS }),
      });
      return response.status === 404 ? null : response.json();
    });
  } catch (error) {
    throw refusedOr(error, REMEDY, [401]);
  }
}

/** What a status alone does not say. */
function judged({ status, text, headers }: JudgedAnswer): Judgement | null {
  const [first] = problems(text, status < 300 ? "warnings" : "errors");
  const says = first
    ? `${first.errorId ?? "?"}: ${first.longMessage ?? first.message ?? ""}`.slice(0, 300)
    : "";
  if (status < 300) {
    if (!first || SAYS_NOTHING.has(first.errorId ?? 0)) return null;
    // The filter that it does not understand is ignored, and what comes is unfiltered.
    return {
      kind: "REFUSED",
      error: new FeedUnreadable(
        `eBay ignored a part of the question (${says}). Correct the searches of the settings.`,
      ),
    };
  }
  if (status === 429) {
    const seconds = Number(headers.get("retry-after") ?? "");
    return {
      kind: "THROTTLED",
      error: new FeedUnreadable("eBay's quota of the day is used up: the next run goes on."),
      retryAfterMs: seconds > 0 ? seconds * 1000 : null,
    };
  }
  if (status === 403) {
    const remedy = first?.errorId === 180009 ? APPROVAL : `${REMEDY} It says ${says || "403"}`;
    return { kind: "REFUSED", error: new CredentialsRefused(remedy) };
  }
  if (status === 400 || status === 409) {
    return {
      kind: "REFUSED",
      error: new FeedUnreadable(
        `eBay refused the question (${says || status}). Correct the searches of the settings.`,
      ),
    };
  }
  return null;
}

/** Of a seller who is away: the item is there all the same. */
const SAYS_NOTHING: ReadonlySet<number> = new Set([11508, 11509]);

function problems(text: string, key: "errors" | "warnings"): Failure[] {
  if (!text.includes(`"${key}"`)) return [];
  try {
    const list = (JSON.parse(text) as Record<string, unknown>)[key];
    return z.array(failure).catch([]).parse(list);
  } catch {
    // Not JSON: whoever reads the answer says so.
    return [];
  }
}
