/** The walk over advertisers, for those whom the publisher works with. */
import * as z from "zod";
import { type AnyPart, type ListingNotes, part } from "../kit/listing.ts";
import { type Account, isActive } from "./account.ts";
import type { RakutenApi, RakutenContext } from "./api.ts";
import { programmeLink } from "./programme-link.ts";
import { type Advertiser, advertiserSchema, type ProgrammeRecord, type RakutenRecord } from "./records.ts";

/** Sites of so many advertisers are kept for the coupons that follow. */
const MOST_SITES = 2_000;

const sitesSchema = z.record(z.string(), z.string());

/** The advertiser's site by MID, as far as it was looked up. */
export const sitesIn = ({ memory }: ListingNotes): Readonly<Record<string, string>> =>
  sitesSchema.safeParse(memory["sites"]).data ?? {};

/** @param wanted whether programmes become offers, or are only looked up for the coupons */
export const advertisersPart = (
  api: RakutenApi,
  context: RakutenContext,
  account: Account,
  wanted: boolean,
): AnyPart<RakutenRecord> =>
  part({
    name: "advertisers",
    position: z.int().positive(),
    first: 1,
    async page(page, notes) {
      const { rows, total, next } = await api.list("/v2/advertisers", "advertisers", page, {});
      const records: RakutenRecord[] = [];
      const found = new Set(foundIn(notes));
      const sites = { ...sitesIn(notes) };
      for (const row of rows) {
        const advertiser = advertiserSchema.safeParse(row).data;
        const partnership = advertiser && account.partners.get(advertiser.id);
        if (!advertiser || partnership === undefined) continue;
        found.add(advertiser.id);
        if (advertiser.url && Object.keys(sites).length < MOST_SITES) sites[advertiser.id] = advertiser.url;
        if (wanted) records.push(await programme(api, context, account, advertiser.id, { advertiser, row }));
      }
      notes.memory["found"] = [...found];
      notes.memory["sites"] = sites;
      return { records, rows: rows.length, identity: rows, total, next };
    },
  });

/** Each may cost a call for its link: a page of so many is soon over, and a listing can be taken up after it. */
const UNLISTED_PAGE = 25;

/** Partners whom the list of advertisers does not hold, and all of them where it is not asked. */
export const unlistedPart = (
  api: RakutenApi,
  context: RakutenContext,
  account: Account,
): AnyPart<RakutenRecord> =>
  part({
    name: "unlisted programmes",
    position: z.int(),
    first: 0,
    async page(at, notes) {
      const found = new Set(foundIn(notes));
      const missing = [...account.partners.keys()].filter((mid) => !found.has(mid));
      const records: RakutenRecord[] = [];
      for (const mid of missing.slice(at, at + UNLISTED_PAGE)) {
        records.push(await programme(api, context, account, mid, null));
      }
      const next = at + UNLISTED_PAGE;
      return { records, next: next < missing.length ? next : null };
    },
  });

async function programme(
  api: RakutenApi,
  context: RakutenContext,
  { partners, terms }: Account,
  mid: string,
  listed: { readonly advertiser: Advertiser; readonly row: unknown } | null,
): Promise<ProgrammeRecord> {
  const partnership = partners.get(mid);
  return {
    surface: "programme",
    partnership,
    advertiser: listed && withoutContact(listed.row),
    link: isActive(partnership) ? await programmeLink(api, context, mid, listed?.advertiser ?? null) : null,
    terms: terms.get(mid) ?? [],
  };
}

/** Names and addresses of people are no part of an offer, and are not kept. */
function withoutContact(row: unknown): unknown {
  if (typeof row !== "object" || row === null) return row;
  const { contact: _, ...rest } = row as Readonly<Record<string, unknown>>;
  return rest;
}

const foundIn = ({ memory }: ListingNotes): string[] =>
  z.array(z.string()).safeParse(memory["found"]).data ?? [];
