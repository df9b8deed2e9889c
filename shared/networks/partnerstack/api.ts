/** Calls to the Partner API: one envelope, paged by the key of the last item. */
import * as z from "zod";
import { FeedUnreadable, type FetchContext } from "../adapter.ts";
import { refusedOr } from "../kit/refusal.ts";
import type { PartnerstackCredentials, PartnerstackSettings } from "./definition.ts";

export type PartnerstackContext = FetchContext<PartnerstackCredentials, PartnerstackSettings>;

const BASE = "https://api.partnerstack.com/api/v2";
/** The most that the API gives; its default of 10 would be 25 times the calls. */
const PAGE_SIZE = 250;

const REMEDY =
  "PartnerStack refused apiKey. Generate one as a partner: user menu > Settings > API keys; a brand's public and secret keys do not do here.";

const pageSchema = z.looseObject({ has_more: z.boolean(), items: z.array(z.unknown()) });
/** `data` is the page; secondary material has it as a bare list. */
const envelope = z.looseObject({
  data: z.union([pageSchema, z.array(z.unknown()).transform((items) => ({ has_more: false, items }))]),
});

export interface ApiPage {
  readonly items: readonly unknown[];
  /** Asks for the page after this one; null: there is none. */
  readonly next: string | null;
}

/**
 * @param path "/partnerships"
 * @param after the key of the last item taken; "" begins
 * @throws CredentialsRefused on 401 and 403; FeedUnreadable for what is no page, or a page that leads nowhere
 */
export async function listPage(
  context: PartnerstackContext,
  path: string,
  after: string,
  query: Readonly<Record<string, string>> = {},
): Promise<ApiPage> {
  const parameters = new URLSearchParams({ limit: String(PAGE_SIZE), ...query });
  if (after !== "") parameters.set("starting_after", after);
  const answer = envelope.safeParse(await call(context, `${path}?${parameters}`));
  if (!answer.success)
    throw new FeedUnreadable(`PartnerStack's answer to ${path} holds no list "data.items"`);
  const { has_more: hasMore, items } = answer.data.data;
  if (!hasMore) return { items, next: null };
  const last = keyOf(items.at(-1));
  if (last === null) {
    throw new FeedUnreadable(`PartnerStack says that ${path} has more, and gives no key to go on from`);
  }
  return { items, next: last };
}

async function call({ http, credentials }: PartnerstackContext, path: string): Promise<unknown> {
  try {
    const response = await http.request({
      url: BASE + path,
      headers: { authorization: `Bearer ${credentials.apiKey}`, accept: "application/json" },
    });
    return await response.json();
  } catch (error) {
    throw refusedOr(error, REMEDY);
  }
}

/** The cursor is an item's `key`, never the number beside it. */
function keyOf(item: unknown): string | null {
  const key = (item as { key?: unknown } | null | undefined)?.key;
  return typeof key === "string" && key !== "" ? key : null;
}
