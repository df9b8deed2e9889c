/** Calls to the Open API: filters as matrix parameters in the path, a token a system in the query. */
import * as z from "zod";
import type { HttpResponse } from "../../http/client.ts";
import { HttpStatusError } from "../../http/errors.ts";
import { FeedUnreadable } from "../adapter.ts";
import { refusedOr } from "../kit/refusal.ts";
import type { TradedoublerContext } from "./connect.ts";
import { needed, REMEDY } from "./credentials.ts";

const BASE = "https://api.tradedoubler.com/1.0";

type System = "vouchersToken" | "productsToken";

const WHAT = { vouchersToken: "Vouchers", productsToken: "Products" } as const;

/** @param path with its matrix parameters, which no URL library may touch: "/vouchers.json;dateOutputFormat=iso8601" */
async function opened(
  context: TradedoublerContext,
  system: System,
  path: string,
  whole: { readonly retry: boolean },
): Promise<HttpResponse> {
  const token = needed(context.credentials, system, WHAT[system]);
  try {
    return await context.http.request({ url: `${BASE}${path}?token=${token}`, ...whole });
  } catch (error) {
    throw refusedOr(error, REMEDY[system]);
  }
}

const errors = z.union([
  z
    .looseObject({ errors: z.array(z.looseObject({ message: z.string() })).min(1) })
    .transform(({ errors }) => errors),
  z.array(z.looseObject({ code: z.unknown(), message: z.string() })).min(1),
]);

/** @throws FeedUnreadable for an error that comes with 200 */
async function json(context: TradedoublerContext, system: System, path: string): Promise<unknown> {
  const answer = await (await opened(context, system, path, { retry: true })).json();
  const failed = errors.safeParse(answer);
  if (!failed.success) return answer;
  const says = failed.data
    .map(({ message }) => message)
    .join("; ")
    .slice(0, 200);
  throw new FeedUnreadable(`Tradedoubler answered ${path.split(";")[0]} with an error: ${says}`);
}

/** Every voucher of joined programmes, in one answer. */
export async function voucherRows(context: TradedoublerContext): Promise<readonly unknown[]> {
  const programs = context.settings.programIds.map((id) => `;programId=${id}`).join("");
  const path = `/vouchers.json;dateOutputFormat=iso8601${programs}`;
  const answer = await json(context, "vouchersToken", path);
  if (Array.isArray(answer)) return answer;
  throw new FeedUnreadable("Tradedoubler's vouchers are no JSON list");
}

const feedSchema = z.looseObject({
  feedId: z.int(),
  name: z.string().nullish(),
  active: z.boolean().nullish(),
  visible: z.boolean().nullish(),
  currencyISOCode: z.string().nullish(),
  languageISOCode: z.string().nullish(),
  numberOfProducts: z.number().nullish(),
  lastModifiedTime: z.union([z.number(), z.string()]).nullish(),
  programs: z.array(z.looseObject({ programId: z.int(), name: z.string().nullish() })).nullish(),
});
export type ProductFeed = z.output<typeof feedSchema>;

/** Feeds with something in them, by id. */
export async function productFeeds(context: TradedoublerContext): Promise<ProductFeed[]> {
  const answer = await json(context, "productsToken", "/productFeeds.json");
  const list = z.looseObject({ feeds: z.array(z.unknown()) }).safeParse(answer);
  if (!list.success) throw new FeedUnreadable('Tradedoubler\'s list of feeds holds no "feeds"');
  const { feedIds, programIds } = context.settings;
  return list.data.feeds
    .flatMap((row) => feedSchema.safeParse(row).data ?? [])
    .filter(
      ({ active, visible, numberOfProducts }) =>
        active !== false && visible !== false && numberOfProducts !== 0,
    )
    .filter(({ feedId }) => feedIds.length === 0 || feedIds.includes(feedId))
    .filter(
      ({ programs }) =>
        programIds.length === 0 || (programs ?? []).some(({ programId }) => programIds.includes(programId)),
    )
    .sort((one, other) => one.feedId - other.feedId);
}

/** One version of a feed may be downloaded three times in 24 hours. */
export class DownloadsUsedUp extends FeedUnreadable {}

/**
 * A whole feed, gzipped. Asked for once: a repeated download counts against the quota.
 * @throws DownloadsUsedUp on 429
 */
export async function productFile(context: TradedoublerContext, feedId: number): Promise<HttpResponse> {
  try {
    return await opened(context, "productsToken", `/productsUnlimited.json;fid=${feedId};compress=gz`, {
      retry: false,
    });
  } catch (error) {
    if (!(error instanceof HttpStatusError) || error.status !== 429) throw error;
    throw new DownloadsUsedUp(
      "this version of it was downloaded three times in 24 hours; it comes again when the advertiser publishes a new one",
      { cause: error },
    );
  }
}
