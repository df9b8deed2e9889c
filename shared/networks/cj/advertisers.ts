/** The walk over Advertiser Lookup: programmes, and where each advertiser's site is. */
import { type AnyPart, part } from "../kit/listing.ts";
import type { XmlElement } from "../kit/xml.ts";
import { ADVERTISER_LOOKUP } from "./limits.ts";
import { searchLinks } from "./link-search.ts";
import { nextPage, pagePosition } from "./pages.ts";
import { keepProgramUrls } from "./program-urls.ts";
import type { CjRecord, ProgrammeLink } from "./records.ts";
import { type CjContext, type RestApi, restPage } from "./rest.ts";

const API: RestApi = {
  url: "https://advertiser-lookup.api.cj.com/v2/advertiser-lookup",
  quota: ADVERTISER_LOOKUP,
  list: "advertisers",
  row: "advertiser",
};

/**
 * @param which "joined", "notjoined", or CIDs with commas between them
 * @param wanted whether they become offers, or are only looked up for the promotions
 */
export const advertisersPart = (context: CjContext, which: string, wanted: boolean): AnyPart<CjRecord> =>
  part({
    name: /^\d/.test(which) ? "programmes" : `${which} programmes`,
    position: pagePosition,
    first: { page: 1, rows: 0 },
    async page(position, notes) {
      const { rows, total } = await restPage(context, API, position.page, {
        "requestor-cid": context.credentials.companyId,
        "advertiser-ids": which,
      });
      const advertisers = rows.map(advertiserOf);
      const joined = advertisers.filter((each) => each["relationship-status"] === "joined");
      keepProgramUrls(notes, joined);
      const links = wanted
        ? await linksOf(
            context,
            joined.map((each) => each["advertiser-id"]),
          )
        : new Map();
      return {
        records: wanted
          ? advertisers.map((advertiser) => ({
              surface: "programme" as const,
              advertiser,
              link: links.get(advertiser["advertiser-id"]) ?? null,
            }))
          : [],
        rows: rows.length,
        identity: advertisers.map((each) => each["advertiser-id"] ?? null),
        total,
        next: nextPage(position, rows.length, total),
      };
    },
  });

interface Advertiser {
  readonly [field: string]: unknown;
  readonly "advertiser-id"?: string;
  readonly "program-url"?: string;
  readonly "relationship-status"?: string;
}

function advertiserOf(row: XmlElement): Advertiser {
  const category = row.first("primary-category");
  return {
    ...row.flat(),
    categories: [category?.textOf("parent") ?? null, category?.textOf("child") ?? null],
    actions: (row.first("actions")?.all("action") ?? []).map((action) => ({
      type: action.textOf("type"),
      commission: action.first("commission")?.textOf("default") ?? null,
    })),
  };
}

/**
 * A text link for each of these advertisers, by CID: one that may be sent anywhere, else any. Each call asks only for
 * those that have none yet, so that an advertiser with thousands of links does not hide the others.
 */
async function linksOf(
  context: CjContext,
  advertisers: readonly (string | undefined)[],
): Promise<ReadonlyMap<string | undefined, ProgrammeLink>> {
  const found = new Map<string | undefined, ProgrammeLink>();
  for (const deep of [true, false]) {
    for (;;) {
      const missing = advertisers.filter((id) => id !== undefined && !found.has(id));
      if (missing.length === 0) return found;
      const before = found.size;
      const { rows } = await searchLinks(context, 1, {
        "advertiser-ids": missing.join(","),
        "link-type": "Text Link",
        ...(deep && { "allow-deep-linking": "true" }),
      });
      // The lowest id first: the same one in every run, and most often the oldest, the link to the front page.
      const links = rows
        .map((row) => row.flat())
        .toSorted((a, b) => Number(a["link-id"]) - Number(b["link-id"]));
      for (const { "advertiser-id": id, clickUrl } of links) {
        if (clickUrl !== undefined && missing.includes(id) && !found.has(id))
          found.set(id, { clickUrl, deep });
      }
      if (found.size === before) break;
    }
  }
  return found;
}
