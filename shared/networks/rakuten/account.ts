/** What the whole listing needs to know first: whom the publisher works with, and for what commission. */
import * as z from "zod";
import type { ListingEnd } from "../adapter.ts";
import { type AnyPart, listParts, part } from "../kit/listing.ts";
import type { RakutenApi, RakutenContext } from "./api.ts";
import { partnershipSchema, type Terms, termsSchema } from "./records.ts";
import { termsOf } from "./terms.ts";

export interface Account {
  /** Partnerships by the advertiser's id (MID): as many as a publisher has, hundreds. */
  readonly partners: ReadonlyMap<string, unknown>;
  readonly terms: ReadonlyMap<string, readonly Terms[]>;
  /** Why the listing cannot be complete, whatever follows. */
  readonly shortfalls: readonly string[];
}

export const isActive = (partnership: unknown): boolean =>
  partnershipSchema.safeParse(partnership).data?.status?.toLowerCase() === "active";

export interface Wanted {
  readonly partners: boolean;
  readonly terms: boolean;
}

/** Read anew when a listing is taken up again: a call for each 200 partnerships, and for each 200 terms. */
export async function accountOf(api: RakutenApi, context: RakutenContext, wanted: Wanted): Promise<Account> {
  const { partnerStatuses } = context.settings;
  const partners = new Map<string, unknown>();
  const terms = new Map<string, Terms[]>();
  const shortfalls: string[] = [];
  const take = async (parts: readonly AnyPart<unknown>[], each: (row: unknown) => void): Promise<void> => {
    const end = await every(parts, context.signal, each);
    if (end.coverage !== "COMPLETE") shortfalls.push(end.reason ?? end.coverage);
  };
  if (wanted.partners) {
    const lists = partnerStatuses.map((status) =>
      listPart(api, `${status} partnerships`, "/v1/partnerships", "partnerships", { partner_status: status }),
    );
    await take(lists, (row) => {
      const id = partnershipSchema.safeParse(row).data?.advertiser.id;
      // One that cannot be read stands under its own place, so that mapping can say what is wrong with it.
      partners.set(id ?? `unreadable ${partners.size}`, row);
    });
  }
  if (wanted.terms) {
    await take([listPart(api, "terms", "/v1/offers", "offers", { offer_status: "active" })], (row) => {
      const read = termsSchema.safeParse(row);
      // Terms that cannot be read leave their advertiser without a commission, and hide no offer.
      if (!read.success) return;
      const { id } = read.data.advertiser;
      terms.set(id, [...(terms.get(id) ?? []), termsOf(read.data)]);
    });
  }
  return { partners, terms, shortfalls };
}

/** A JSON list as a part of a listing. */
const listPart = (
  api: RakutenApi,
  name: string,
  path: string,
  key: string,
  query: Readonly<Record<string, string>>,
): AnyPart<unknown> =>
  part({
    name,
    position: z.int().positive(),
    first: 1,
    async page(page) {
      const { rows, total, next } = await api.list(path, key, page, query);
      return { records: rows, total, next };
    },
  });

/** Walks the parts at once, with the walk's own doubts. */
async function every(
  parts: readonly AnyPart<unknown>[],
  signal: AbortSignal,
  each: (row: unknown) => void,
): Promise<ListingEnd> {
  const walk = listParts(parts, { cursor: null, signal });
  for (;;) {
    const step = await walk.next();
    if (step.done) return step.value;
    for (const row of step.value.records) each(row);
  }
}
