/** The walk over Link Search: coupons and deals, one search for each type of promotion. */
import { type AnyPart, type ListingNotes, part } from "../kit/listing.ts";
import { searchLinks } from "./link-search.ts";
import { promotionType } from "./map-link.ts";
import { nextPage, pagePosition } from "./pages.ts";
import { programUrls } from "./program-urls.ts";
import type { CjRecord } from "./records.ts";
import type { CjContext } from "./rest.ts";

/**
 * Without a type CJ lists every banner as well, by the tens of thousands.
 *
 * @param which "joined", or CIDs with commas between them: an empty text would mean "notjoined"
 * @param since only links that were updated since that day
 */
export const promotionsPart = (
  context: CjContext,
  type: string,
  which: string,
  since: Date | null,
): AnyPart<CjRecord> =>
  part({
    name: `${type} links`,
    position: pagePosition,
    first: { page: 1, rows: 0 },
    async page(position, notes) {
      const { targetedCountry } = context.settings;
      const { rows, total } = await searchLinks(context, position.page, {
        "advertiser-ids": which,
        "promotion-type": type,
        ...(targetedCountry !== undefined && { "targeted-country": targetedCountry }),
        ...(since !== null && { "last-updated": americanDate(since) }),
      });
      const links = rows.map((row) => row.flat());
      const ids = links.map((link) => link["link-id"] ?? null);
      doubtOtherLinks(notes, type, links, ids);
      const sites = programUrls(notes);
      count(notes, "links", links.length);
      return {
        records: links.map((link) => ({
          surface: "link" as const,
          link,
          programUrl: sites[link["advertiser-id"] ?? ""] ?? null,
        })),
        identity: ids,
        total,
        next: nextPage(position, rows.length, total),
      };
    },
  });

/** A search for one type that brings links of none, or the very links of another type, has not been answered. */
function doubtOtherLinks(
  notes: ListingNotes,
  type: string,
  links: readonly Readonly<Record<string, string>>[],
  ids: readonly (string | null)[],
): void {
  if (links.some((link) => promotionType(link["promotion-type"]) === null)) {
    notes.fallShort(`${type} links: CJ answered links that promote nothing`);
  }
  const page = ids.join(",");
  const seen = notes.memory["lastLinks"];
  if (page !== "" && typeof seen === "object" && seen !== null) {
    const [otherType] = Object.entries(seen).find(([each, its]) => each !== type && its === page) ?? [];
    if (otherType !== undefined) notes.fallShort(`${type} links: CJ answered the ${otherType} links again`);
  }
  notes.memory["lastLinks"] = { [type]: page };
}

/**
 * CJ once took most joined advertisers for not joined for some hours, and answered no links to everyone. Advertisers
 * without a single promotion are believed only if they have text links.
 */
export const doubtPart = (context: CjContext, which: string): AnyPart<CjRecord> =>
  part({
    name: "cross-check",
    position: pagePosition,
    first: { page: 1, rows: 0 },
    async page(_, notes) {
      const advertisers = Object.keys(programUrls(notes)).length;
      if (advertisers > 0 && numberIn(notes, "links") === 0) {
        const { total } = await searchLinks(context, 1, {
          "advertiser-ids": which,
          "link-type": "Text Link",
        });
        if (total === 0) {
          notes.fallShort(
            `CJ lists ${advertisers} joined advertisers and not one link of theirs: not believed`,
          );
        }
      }
      return { records: [], next: null };
    },
  });

function count(notes: ListingNotes, key: string, more: number): void {
  notes.memory[key] = numberIn(notes, key) + more;
}

const numberIn = ({ memory }: ListingNotes, key: string): number => Number(memory[key] ?? 0);

/** `MM/DD/YYYY`, the one form that Link Search takes. */
function americanDate(time: Date): string {
  const [year = "", month = "", day = ""] = time.toISOString().slice(0, 10).split("-");
  return `${month}/${day}/${year}`;
}
