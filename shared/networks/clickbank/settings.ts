/** What to pull from ClickBank's marketplace, and how. */
import * as z from "zod";

export const CLICKBANK_SOURCES = ["feed", "graphql"] as const;
export type ClickbankSource = (typeof CLICKBANK_SOURCES)[number];

/**
 * The feed is published for this use. The richer GraphQL interface is the private back end of ClickBank's web app:
 * whether software may use it is not confirmed, so that it is the operator's to choose.
 */
const DEFAULT_SOURCE: ClickbankSource = "feed";

/** ClickBank drops a tid with anything else in it, or cuts it. */
const LONGEST_TID = 100;
export const cleanTid = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^a-z0-9_]/g, "")
    .slice(0, LONGEST_TID);

export const clickbankSettings = z.strictObject({
  source: z
    .enum(CLICKBANK_SOURCES)
    .default(DEFAULT_SOURCE)
    .describe(
      "Where listings come from. feed: the daily marketplace feed, with commission percentages, without landing pages, images and languages. graphql: the search behind ClickBank's marketplace page, richer, but private and unsupported: ask ClickBank before you rely on it. Changing it changes what every offer holds.",
    ),
  feedCommission: z
    .boolean()
    .default(false)
    .describe(
      "With source graphql: download the feed too, and take commission percentages from it where it has them.",
    ),
  categories: z
    .array(z.string().trim().min(1))
    .default([])
    .describe(
      "Only these categories, by ClickBank's exact names, such as Health & Fitness; empty for the whole marketplace.",
    ),
  byCategory: z
    .boolean()
    .default(false)
    .describe(
      "With source graphql: list the marketplace one category at a time, for when ClickBank does not show the one long list to its end.",
    ),
  trackingId: z
    .string()
    .refine((text) => cleanTid(text) !== "", "letters, digits and _ only: nothing of it would be left")
    .optional()
    .describe(
      "Sub-id (tid) that is put on every HopLink. ClickBank keeps lower-case letters, digits and _, 24 of them safely and 100 at most; anything else is left out.",
    ),
});

export type ClickbankSettings = z.output<typeof clickbankSettings>;
