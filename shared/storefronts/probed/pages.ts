/** Walking pages with schema.org markup: those of a sitemap, else those of the site's listing pages. */
import * as z from "zod";
import { FeedUnreadable, type Rejection } from "../../networks/adapter.ts";
import { type AnyPart, type ListingNotes, part } from "../../networks/kit/listing.ts";
import { listedItems } from "../jsonld/listing-items.ts";
import { type PageRecord, pageRecord } from "../jsonld/offer-node.ts";
import { readPage } from "../jsonld/page.ts";
import { isSameSite } from "../shop-address.ts";
import type { ShopAnswer, ShopClient } from "../shop-client.ts";

export interface PageWalk {
  readonly client: ShopClient;
  readonly base: string;
  /** Whether an address is one of an offer. */
  readonly isWanted: (url: string) => boolean;
  /** Whether robots.txt lets an address of the site be read. */
  readonly mayRead: (url: string) => boolean;
  readonly maxPages: number;
}

/** Pages that are opened before a listing can be taken up again after them. */
const BATCH = 20;
/** With fewer pages, a page without markup says nothing of the site. */
const LEAST_JUDGED = 10;

const positionSchema = z.object({ after: z.string() });

/** Each page by its address, in their order. Whoever has left the list, or answers 404, has ended. */
export const knownPages = (walk: PageWalk, urls: readonly string[]): AnyPart<PageRecord> =>
  pagesPart(walk, () => urls);

/** Those that listing pages name without saying all of them. */
export const namedPages = (walk: PageWalk): AnyPart<PageRecord> =>
  pagesPart(walk, ({ memory }) => namedIn(memory).toSorted());

const namedIn = (memory: Readonly<Record<string, unknown>>): string[] =>
  z.array(z.string()).safeParse(memory["named"]).data ?? [];

const pagesPart = (walk: PageWalk, urlsOf: (notes: ListingNotes) => readonly string[]): AnyPart<PageRecord> =>
  part<z.output<typeof positionSchema>, PageRecord>({
    name: "pages",
    position: positionSchema,
    first: { after: "" },
    async page({ after }, notes) {
      const urls = urlsOf(notes);
      if (urls.length > walk.maxPages) {
        notes.fallShort(`the site names ${urls.length} offers, and maxPages is ${walk.maxPages}`, "CAPPED");
      }
      const batch = urls
        .slice(0, walk.maxPages)
        .filter((url) => url > after)
        .slice(0, BATCH);
      const records: PageRecord[] = [];
      const rejected: Rejection[] = [];
      for (const url of batch) {
        const answer = await walk.client.get(url, "html");
        // Sent on to another site, it is as gone as one that says so.
        if (answer.status === 404 || answer.status === 410 || !isSameSite(answer.url, walk.base)) continue;
        const record =
          answer.status === 200 ? pageRecord(readPage(answer.text, answer.url), answer.url) : null;
        if (record === null) rejected.push({ record: url, reason: troubleOf(answer) });
        else records.push(record);
      }
      judgeMarkup(notes, records.length, rejected.length);
      const last = batch.at(-1);
      return {
        records,
        rejected,
        rows: batch.length,
        next: last === undefined || batch.length < BATCH ? null : { after: last },
        identity: batch.length === 0 ? null : batch,
      };
    },
  });

const troubleOf = ({ status }: ShopAnswer): string =>
  status === 200
    ? "the page has no schema.org markup (JSON-LD) of an offer"
    : `the page answers HTTP ${status}`;

/** A theme that changes, or a wall in front of the site, makes all pages bare: that is no end of all offers. */
function judgeMarkup({ memory }: ListingNotes, read: number, bare: number): void {
  const counts = z.object({ read: z.int(), bare: z.int() }).safeParse(memory["markup"]).data;
  const now = { read: (counts?.read ?? 0) + read, bare: (counts?.bare ?? 0) + bare };
  memory["markup"] = now;
  if (now.read + now.bare < LEAST_JUDGED || now.bare <= now.read) return;
  throw new FeedUnreadable(
    `More than half of the pages (${now.bare} of ${now.read + now.bare}) have no schema.org markup: the site has changed, or shows its pages to browsers only.`,
  );
}

const listPosition = z.object({ url: z.string(), start: z.int() });

/** Listing pages, each followed to its next ones. Items that say all of an offer are taken as they are. */
export const listingPages = (walk: PageWalk, startUrls: readonly string[]): AnyPart<PageRecord> =>
  part<z.output<typeof listPosition>, PageRecord>({
    name: "listing pages",
    position: listPosition,
    first: { url: walk.base + (startUrls[0] ?? "/"), start: 0 },
    mostPages: walk.maxPages,
    async page({ url, start }, notes) {
      if (!walk.mayRead(url)) {
        notes.fallShort(`robots.txt asks not to read ${url}`);
        return { records: [], next: startAfter(walk, startUrls, start) };
      }
      const answer = await walk.client.get(url, "html");
      const page = answer.status === 200 ? readPage(answer.text, answer.url) : null;
      const items = page === null ? null : listedItems(page, answer.url, walk.isWanted);
      if (items === null) {
        notes.fallShort(`${url} lists no offers (HTTP ${answer.status}): check startUrls and include`);
      }
      const records = (items ?? []).flatMap(({ url: item, node }): PageRecord[] =>
        item !== null && node !== null ? [{ url: withoutQuery(item), node, breadcrumb: [] }] : [],
      );
      const named = (items ?? []).flatMap(({ url: item, node }) =>
        item !== null && node === null && walk.isWanted(item) ? [withoutQuery(item)] : [],
      );
      notes.memory["named"] = [...new Set([...namedIn(notes.memory), ...named])];
      return {
        records,
        rows: items?.length ?? 0,
        next:
          page?.next && page.next !== url && items !== null && items.length > 0
            ? { url: page.next, start }
            : startAfter(walk, startUrls, start),
        identity: items === null || items.length === 0 ? null : items.map((item) => item.url),
      };
    },
  });

function startAfter(
  { base }: PageWalk,
  startUrls: readonly string[],
  start: number,
): z.output<typeof listPosition> | null {
  const following = startUrls[start + 1];
  return following === undefined ? null : { url: base + following, start: start + 1 };
}

const withoutQuery = (url: string): string => url.replace(/[?#].*$/s, "");
