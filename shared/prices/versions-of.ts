/** An offer's past, read backwards: the one door through which what is derived from versions reads them. */
import type { VersionRecord } from "../ledger/records.ts";
import { type HistoryRules, mayBeShown } from "../networks/display.ts";

/** Whoever has the versions; the ledger does. */
export interface VersionsReader {
  /** At most `first` versions, newest first; `before` is exclusive. */
  versions(
    offerId: string,
    page: { readonly first: number; readonly before: number | null },
  ): Promise<VersionRecord[]>;
}

export interface VersionsRequest {
  /** Null: from the newest. */
  readonly before: number | null;
  /** So many are read at most, so that no question costs more than this. */
  readonly most: number;
  readonly rules: HistoryRules;
}

/** Most offers have few versions: a small page first, larger ones where there are more. */
const FIRST_PAGE = 25;
const LATER_PAGES = 100;

/** Versions that may be shown, newest first; they end where the network's terms do. */
export async function* versionsOf(
  reader: VersionsReader,
  offerId: string,
  { before, most, rules }: VersionsRequest,
): AsyncGenerator<VersionRecord> {
  let next = before;
  for (let read = 0; read < most;) {
    const size = Math.min(next === before ? FIRST_PAGE : LATER_PAGES, most - read);
    // A page may hold fewer than were asked for, as DynamoDB ends one at 1 MB: only version 1 is the end.
    const page = await reader.versions(offerId, { first: size, before: next });
    for (const record of page) {
      if (!mayBeShown(record, next === null && record === page[0], rules)) return;
      yield record;
    }
    const last = page.at(-1);
    if (last === undefined || last.version === 1) return;
    read += page.length;
    next = last.version;
  }
}
