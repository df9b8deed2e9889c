/** Calls to Connect: a token of fifteen minutes by the owner's password, lists by offset, errors that may come with 200. */
import * as z from "zod";
import type { Judgement, JudgedAnswer, NamedQuota } from "../../http/client.ts";
import { CredentialsRefused, FeedUnreadable, type FetchContext } from "../adapter.ts";
import { AccessToken, withToken } from "../kit/access-token.ts";
import { refusedOr } from "../kit/refusal.ts";
import { needed, REMEDY, type TradedoublerCredentials } from "./credentials.ts";
import type { TradedoublerSettings } from "./settings.ts";

export type TradedoublerContext = FetchContext<TradedoublerCredentials, TradedoublerSettings>;

const BASE = "https://connect.tradedoubler.com";
export const PAGE_SIZE = 100;

/** Sixty requests a minute for each client. */
const QUOTA: NamedQuota = { name: "connect", limits: [{ requests: 56, intervalMs: 60_000, burst: 20 }] };

/** @throws CredentialsRefused when a Connect credential is missing */
export function connectToken(context: TradedoublerContext): AccessToken {
  const { credentials, http } = context;
  const value = (name: "clientId" | "clientSecret" | "username" | "password"): string =>
    needed(credentials, name, "Programmes");
  const login = Buffer.from(`${value("clientId")}:${value("clientSecret")}`).toString("base64");
  return new AccessToken({
    http,
    request: {
      url: `${BASE}/uaa/oauth/token`,
      method: "POST",
      headers: { authorization: `Basic ${login}`, "content-type": "application/x-www-form-urlencoded" },
      body: new URLSearchParams({
        grant_type: "password",
        username: value("username"),
        password: value("password"),
      }).toString(),
      quota: QUOTA,
    },
    remedy: REMEDY.connect,
    defaultLifeSeconds: 899,
  });
}

const pageSchema = z.looseObject({
  items: z.array(z.unknown()),
  limit: z.number().nullish(),
  total: z.number().nullish(),
});
/** The documentation wraps the one object into a list, live answers do not. */
const listSchema = z.union([pageSchema, z.tuple([pageSchema]).transform(([page]) => page)]);

export interface ConnectPage {
  readonly items: readonly unknown[];
  readonly total: number | null;
  readonly next: number | null;
}

/** One page of the programmes of a source. */
export async function programmePage(
  context: TradedoublerContext,
  token: AccessToken,
  statusIds: readonly number[],
  offset: number,
): Promise<ConnectPage> {
  const query = new URLSearchParams({
    sourceId: context.credentials.sourceId,
    statusId: statusIds.join(","),
    sortBy: "id",
    sortOrder: "asc",
    offset: String(offset),
    limit: String(PAGE_SIZE),
  });
  const read = listSchema.safeParse(await connectJson(context, token, `/publisher/programs?${query}`));
  if (!read.success) throw new FeedUnreadable('Tradedoubler\'s list of programmes holds no "items"');
  const { items, limit, total } = read.data;
  const taken = offset + items.length;
  const isLast =
    items.length === 0 || (typeof total === "number" ? taken >= total : items.length < (limit ?? PAGE_SIZE));
  return { items, total: total ?? null, next: isLast ? null : taken };
}

/** Texts and tariffs of one programme; null where there is none any more. */
export async function programmeDetail(
  context: TradedoublerContext,
  token: AccessToken,
  programId: string,
): Promise<unknown> {
  const query = new URLSearchParams({ sourceId: context.credentials.sourceId, programId });
  const answer = await connectJson(context, token, `/publisher/programs/detail?${query}`, [404]);
  return Array.isArray(answer) ? (answer[0] ?? null) : answer;
}

async function connectJson(
  { http }: TradedoublerContext,
  token: AccessToken,
  path: string,
  accept: readonly number[] = [],
): Promise<unknown> {
  try {
    return await withToken(token, async (value) => {
      const response = await http.request({
        url: BASE + path,
        headers: { authorization: `Bearer ${value}`, "content-type": "application/json" },
        accept,
        quota: QUOTA,
        judge: judged,
      });
      return response.status === 404 ? null : response.json();
    });
  } catch (error) {
    throw refusedOr(error, REMEDY.connect);
  }
}

const failure = z.looseObject({ code: z.unknown(), message: z.string() });

/** A code and a message are an error, whatever the status. */
function judged({ status, text }: JudgedAnswer): Judgement | null {
  if (status !== 200 || !/"message"/.test(text.slice(0, 2_000))) return null;
  const answer = parsed(text);
  const first: unknown = Array.isArray(answer) ? answer[0] : answer;
  const read = failure.safeParse(first);
  if (!read.success || (first as { items?: unknown }).items !== undefined) return null;
  const says = `Tradedoubler's Connect answered an error: ${read.data.message.slice(0, 200)}`;
  const refused = /source/i.test(says);
  return {
    kind: "REFUSED",
    error: refused
      ? new CredentialsRefused(`${says}. Compare sourceId with Account > Sources.`)
      : new FeedUnreadable(says),
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
