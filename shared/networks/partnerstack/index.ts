/** PartnerStack: programmes, from the marketplace and from the partner's own partnerships. */
import * as z from "zod";
import { FeedUnreadable, type NetworkAdapter } from "../adapter.ts";
import { type AnyPart, listParts, part } from "../kit/listing.ts";
import { quotaKeyOf } from "../kit/quota-key.ts";
import { listPage, type PartnerstackContext } from "./api.ts";
import { definition, type PartnerstackCredentials, type PartnerstackSettings } from "./definition.ts";
import { programmeOffer } from "./map-programme.ts";
import { partnershipSchema, type PartnerstackRecord, programSchema } from "./records.ts";

export const adapter: NetworkAdapter<PartnerstackCredentials, PartnerstackSettings, PartnerstackRecord> = {
  ...definition,
  quotaKey: ({ apiKey }) => quotaKeyOf(apiKey),
  async *fetchOffers(context) {
    const joined = await partnerships(context);
    return yield* listParts([marketplace(context, joined), unlisted(joined)], context);
  },
  toOffer: (record, { settings }) => programmeOffer(record, settings),
};

/** A partnership that cannot be read stands under its own place, so that mapping can say what is wrong with it. */
type Joined = ReadonlyMap<string, unknown>;

/**
 * All partnerships by company key: a few hundred, and the marketplace has to be read against them.
 * @throws FeedUnreadable when they go in a circle: a part of them would make joined programmes look as if they were not
 */
async function partnerships(context: PartnerstackContext): Promise<Joined> {
  const joined = new Map<string, unknown>();
  const seen = new Set<string>();
  for (let after: string | null = ""; after !== null;) {
    if (seen.has(after))
      throw new FeedUnreadable(`PartnerStack's partnerships go in a circle after ${after}`);
    seen.add(after);
    const page = await listPage(context, "/partnerships", after, { include_offers: "true" });
    for (const raw of page.items) {
      const key = partnershipSchema.safeParse(raw).data?.company.key;
      joined.set(key ?? `unreadable ${joined.size}`, raw);
    }
    after = page.next;
  }
  return joined;
}

/** The marketplace, page by page; joined programmes with their partnership. */
const marketplace = (context: PartnerstackContext, joined: Joined): AnyPart<PartnerstackRecord> => {
  // Newest come first: one that is added while the list is walked may move another onto the next page too.
  const listed = new Set<string>();
  return part<string, PartnerstackRecord>({
    name: "programmes",
    position: z.string(),
    first: "",
    async page(after, notes) {
      const { available, category } = context.settings;
      const { items, next } = await listPage(
        context,
        "/marketplace/programs",
        after,
        category === undefined ? {} : { category },
      );
      const found = new Set(stringsOf(notes.memory["found"]));
      const records: PartnerstackRecord[] = [];
      for (const program of items) {
        const key = programSchema.safeParse(program).data?.key;
        if (key !== undefined && listed.has(key)) continue;
        if (key !== undefined) listed.add(key);
        const partnership = key === undefined ? null : (joined.get(key) ?? null);
        if (key !== undefined && partnership !== null) found.add(key);
        if (available || partnership !== null || key === undefined) records.push({ program, partnership });
      }
      notes.memory["found"] = [...found];
      return { records, next, identity: items };
    },
  });
};

/** Joined programmes that the marketplace does not list: private ones. */
const unlisted = (joined: Joined): AnyPart<PartnerstackRecord> =>
  part<number, PartnerstackRecord>({
    name: "private programmes",
    position: z.int(),
    first: 0,
    async page(_, notes) {
      const found = new Set(stringsOf(notes.memory["found"]));
      const missing = [...joined].filter(([key]) => !found.has(key));
      return {
        records: missing.map(([, partnership]) => ({ program: null, partnership })),
        next: null,
      };
    },
  });

const stringsOf = (value: unknown): string[] => z.array(z.string()).safeParse(value).data ?? [];
