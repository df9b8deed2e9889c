/** The list of product feeds: which there are, of whom, how fresh, and where. */
import { parse } from "csv-parse/sync";
import { FeedUnreadable } from "../adapter.ts";
import { type AwinContext } from "./api.ts";
import { countryOf, languageOf } from "../kit/code-names.ts";
import { refusedOr, requiredFeedKey } from "./credentials.ts";
import type { FeedOrigin } from "./records.ts";

export interface ProductFeed {
  readonly id: number;
  readonly name: string;
  readonly origin: FeedOrigin;
  /** True for the Google ("enhanced") format, where the list says so. */
  readonly google: boolean;
  /** "Last Imported" as the list writes it, naive. */
  readonly imported: string;
  readonly products: number | null;
  /** Empty where the list gives none. */
  readonly url: string;
}

const NEEDED = ["advertiser id", "membership status", "feed id"];
const LONGEST_LIST = 64 * 2 ** 20;
/** The pages say "Joined", live lists "active"; anything else ("Not Joined") earns nothing. */
const JOINED = new Set(["active", "joined"]);

/**
 * Feeds of joined advertisers that the settings ask for, by id.
 * @throws CredentialsRefused for a wrong key, FeedUnreadable when the answer is not the list
 */
export async function joinedFeeds(context: AwinContext): Promise<ProductFeed[]> {
  const { advertiserIds, feedIds, feedLanguages } = context.settings;
  return listRows(await listText(context))
    .filter((row) => JOINED.has(cell(row, "membership status").toLowerCase()))
    .map(feedOf)
    .filter((feed) => Number.isInteger(feed.id))
    .filter((feed) => wanted(advertiserIds, Number(feed.origin.advertiserId)))
    .filter((feed) => wanted(feedIds, feed.id) && wanted(feedLanguages, feed.origin.language))
    .sort((a, b) => a.id - b.id);
}

const wanted = (list: readonly (number | string)[], value: number | string | null): boolean =>
  list.length === 0 || (value !== null && list.includes(value));

async function listText(context: AwinContext): Promise<string> {
  context.signal.throwIfAborted();
  const key = requiredFeedKey(context.credentials);
  const url = `https://ui.awin.com/productdata-darwin-download/publisher/${context.credentials.publisherId}/${key}/1/feedList`;
  try {
    const response = await context.http.request({ url, maxBytes: LONGEST_LIST, metered: false });
    return await response.text();
  } catch (error) {
    throw refusedOr("dataFeedApiKey", error);
  }
}

type Row = Readonly<Record<string, string>>;

/** The order of the columns differs between accounts and years: they are found by name. */
function listRows(text: string): Row[] {
  const header = text.slice(0, 2000).toLowerCase();
  if (!NEEDED.every((column) => header.includes(column))) {
    throw new FeedUnreadable(
      `Awin's feed list should begin with a header that names ${NEEDED.join(", ")}; it begins "${text.trimStart().slice(0, 60)}". A wrong dataFeedApiKey can cause this`,
    );
  }
  try {
    return parse<Record<string, string>>(text, {
      bom: true,
      columns: (names: string[]) => names.map((name) => name.trim().toLowerCase()),
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
    });
  } catch (cause) {
    throw new FeedUnreadable("Awin's feed list is not the CSV file it should be", { cause });
  }
}

const cell = (row: Row, column: string): string => row[column]?.trim() ?? "";

function feedOf(row: Row): ProductFeed {
  return {
    id: cell(row, "feed id") === "" ? NaN : Number(cell(row, "feed id")),
    name: cell(row, "feed name"),
    origin: {
      advertiserId: cell(row, "advertiser id"),
      advertiserName: cell(row, "advertiser name"),
      country: countryOf(cell(row, "primary region")),
      language: languageOf(cell(row, "language")),
    },
    google: /google|enhanced/i.test(cell(row, "datafeed format")),
    imported: cell(row, "last imported"),
    products: countOf(cell(row, "no of products")),
    url: cell(row, "url"),
  };
}

/** "1,234,567" as well as "1234567". */
function countOf(value: string): number | null {
  const digits = value.replace(/[,.\s]/g, "");
  return /^\d+$/.test(digits) ? Number(digits) : null;
}
