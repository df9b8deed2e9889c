/** The parts of a ClickBank listing: the feed, or the search, never one in place of the other. */
import * as z from "zod";
import type { ListingEnd, OfferPage } from "../adapter.ts";
import { type AnyPart, listParts, part } from "../kit/listing.ts";
import { feedPart, feedPercentages, NOTHING_LISTED } from "./feed.ts";
import { categoryTree, type ClickbankContext, searchPage } from "./graphql.ts";
import { type ClickbankRecord, type FeedPercentages, hitSchema } from "./records.ts";

type Part = AnyPart<ClickbankRecord>;
type Percentages = ReadonlyMap<string, FeedPercentages>;

export async function* listing(
  context: ClickbankContext,
): AsyncGenerator<OfferPage<ClickbankRecord>, ListingEnd, void> {
  const parts = context.settings.source === "feed" ? [feedPart(context)] : await searchParts(context);
  return yield* listParts(parts, context);
}

async function searchParts(context: ClickbankContext): Promise<Part[]> {
  const { feedCommission, categories, byCategory } = context.settings;
  // A feed that fails ends the run: offers without its percentages would all look changed.
  const percentages: Percentages = feedCommission ? await feedPercentages(context) : new Map();
  const search = (category: string | null): Part => searchPart(context, percentages, category);
  if (categories.length > 0) return categories.map(search);
  if (!byCategory) return [search(null)];
  const { names, uncategorised } = await categoryTree(context);
  return [uncategorisedPart(uncategorised), ...names.map(search)];
}

/** Brings nothing; says what a walk by category cannot see. */
const uncategorisedPart = (count: number): Part =>
  part<null, ClickbankRecord>({
    name: "categories",
    position: z.null(),
    first: null,
    page(_, notes) {
      if (count > 0) notes.fallShort(`${count} listings stand in no category and were not asked for`);
      return Promise.resolve({ records: [], next: null });
    },
  });

/**
 * ClickBank recomputes its ranking while it is walked, so that one vendor may come on two pages, and another on none: a
 * vendor is taken once, and counted once, so that the total is not reached when one was missed.
 */
function searchPart(context: ClickbankContext, percentages: Percentages, category: string | null): Part {
  const seen = new Set<string>();
  return part<number, ClickbankRecord>({
    name: category === null ? "listings" : `listings in ${category}`,
    position: z.int().nonnegative(),
    first: 0,
    async page(offset, notes) {
      const { totalHits, hits } = await searchPage(context, offset, category);
      if (totalHits === 0) notes.fallShort(NOTHING_LISTED);
      const records: ClickbankRecord[] = [];
      for (const hit of hits) {
        const site = siteOf(hit);
        if (site !== null && seen.has(site)) continue;
        if (site !== null) seen.add(site);
        const found = site === null ? undefined : percentages.get(site);
        records.push({ source: "graphql", hit, percentages: found ?? null });
      }
      // Fewer may come than were asked for: what came is what the next page begins after.
      const after = offset + hits.length;
      const next = hits.length === 0 || after >= totalHits ? null : after;
      return { records, next, total: totalHits, identity: hits };
    },
  });
}

/** Null for a hit that names no vendor, which its mapping tells of. */
const siteOf = (hit: unknown): string | null => hitSchema.safeParse(hit).data?.site.toUpperCase() ?? null;
