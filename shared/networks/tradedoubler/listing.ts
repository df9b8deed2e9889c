/** One listing of a Tradedoubler account: programmes with their tariffs, then vouchers, then feeds. */
import * as z from "zod";
import { decodeFeed, decodePlan } from "../../decoders/choose.ts";
import { unpacked } from "../../http/decompress.ts";
import { CredentialsRefused, type ListingEnd, type OfferPage } from "../adapter.ts";
import type { AccessToken } from "../kit/access-token.ts";
import { changesSince } from "../kit/incremental.ts";
import { type AnyPart, type ListingNotes, listParts, part, type StreamedPart } from "../kit/listing.ts";
import { termsOf } from "./commission.ts";
import { connectToken, programmeDetail, programmePage, type TradedoublerContext } from "./connect.ts";
import { CATEGORIES, isoTime } from "./map-offer.ts";
import { type ProductFeed, productFeeds, productFile, voucherRows } from "./open-api.ts";
import {
  detailSchema,
  factsSchema,
  type ProgrammeFacts,
  programmeSchema,
  type TradedoublerRecord,
} from "./records.ts";
import { STATUS_IDS } from "./settings.ts";

export async function* listing(
  context: TradedoublerContext,
): AsyncGenerator<OfferPage<TradedoublerRecord>, ListingEnd, void> {
  const { pull } = context.settings;
  const parts: AnyPart<TradedoublerRecord>[] = [];
  if (pull.includes("programmes")) parts.push(programmes(context, connectToken(context)));
  if (pull.includes("vouchers")) parts.push(vouchers(context));
  if (pull.includes("products")) {
    for (const feed of await productFeeds(context)) parts.push(products(context, feed));
  }
  return yield* listParts(parts, context);
}

const position = z.object({ offset: z.int(), asked: z.int() });

/** The tariffs of the same programmes are asked in every run: one that came and went would be a change each time. */
const programmes = (context: TradedoublerContext, token: AccessToken): AnyPart<TradedoublerRecord> =>
  part<z.output<typeof position>, TradedoublerRecord>({
    name: "programmes",
    position,
    first: { offset: 0, asked: 0 },
    async page({ offset, asked }, notes) {
      const { statuses, programmeTerms, programIds } = context.settings;
      const { items, total, next } = await programmePage(
        context,
        token,
        statuses.map((status) => STATUS_IDS[status]),
        offset,
      );
      const records: TradedoublerRecord[] = [];
      let terms = asked;
      for (const programme of items) {
        const { data } = programmeSchema.safeParse(programme);
        if (data && programIds.length > 0 && !programIds.includes(Number(data.id))) continue;
        const wants = data !== undefined && data.statusId === STATUS_IDS.accepted && terms < programmeTerms;
        const detail = wants ? await programmeDetail(context, token, data.id) : null;
        if (wants) terms += 1;
        if (data) remember(notes, data, detail);
        records.push({ surface: "programme", programme, detail });
      }
      return {
        records,
        rows: items.length,
        total,
        next: next === null ? null : { offset: next, asked: terms },
        identity: items,
      };
    },
  });

function remember(notes: ListingNotes, programme: z.output<typeof programmeSchema>, detail: unknown): void {
  const facts: ProgrammeFacts = {
    country: programme.countryCode ?? programme.countryId ?? null,
    categories: (programme.categoryIds ?? []).flatMap((id) => CATEGORIES[id] ?? []),
    homePage: programme.homePage || null,
    currency: programme.currencyCode ?? null,
    terms: termsOf(detailSchema.safeParse(detail).data ?? {}),
  };
  notes.memory["programmes"] = { ...knownProgrammes(notes), [programme.id]: facts };
}

const knownProgrammes = (notes: ListingNotes): Record<string, ProgrammeFacts> =>
  (notes.memory["programmes"] as Record<string, ProgrammeFacts> | undefined) ?? {};

const factsOf = (notes: ListingNotes, programId: unknown): ProgrammeFacts | null =>
  factsSchema.safeParse(knownProgrammes(notes)[String(programId)]).data ?? null;

const vouchers = (context: TradedoublerContext): AnyPart<TradedoublerRecord> =>
  part<number, TradedoublerRecord>({
    name: "vouchers",
    position: z.int(),
    first: 0,
    page: async (_, notes) => ({
      records: (await voucherRows(context)).map((voucher) => ({
        surface: "voucher",
        voucher,
        facts: factsOf(notes, (voucher as { programId?: unknown } | null)?.programId),
      })),
      next: null,
    }),
  });

const PAGE_RECORDS = 500;

/** A feed that fails costs the listing its completeness, not the other feeds. */
const products = (context: TradedoublerContext, feed: ProductFeed): StreamedPart<TradedoublerRecord> => ({
  name: `feed ${feed.feedId}`,
  async *stream(notes) {
    if (isUnmoved(context, feed)) {
      return notes.fallShort(`feed ${feed.feedId} (${feed.name ?? ""}) has not changed and was left out`);
    }
    let rows = 0;
    try {
      for await (const page of feedPages(context, feed, notes)) {
        rows += page.records.length + page.rejected.length;
        yield page;
      }
    } catch (error) {
      context.signal.throwIfAborted();
      if (error instanceof CredentialsRefused) throw error;
      const says = error instanceof Error ? error.message.slice(0, 200) : String(error);
      return notes.fallShort(`feed ${feed.feedId} (${feed.name ?? ""}): ${says}`);
    }
    const expected = feed.numberOfProducts ?? 0;
    if (rows < expected) {
      notes.fallShort(`feed ${feed.feedId}: the list counts ${expected} products, the file holds ${rows}`);
    }
  },
});

function isUnmoved(context: TradedoublerContext, { lastModifiedTime }: ProductFeed): boolean {
  const since = context.settings.skipUnmovedFeeds ? changesSince(context) : null;
  const moved = isoTime(lastModifiedTime);
  return since !== null && moved !== null && Date.parse(moved) < since.getTime();
}

async function* feedPages(context: TradedoublerContext, feed: ProductFeed, notes: ListingNotes) {
  const plan = decodePlan({ type: "JsonDecoder" });
  const response = await productFile(context, feed.feedId);
  const { records } = await decodeFeed(
    unpacked(response.body, { maxBytes: plan.maxBytes }),
    plan,
    response.headers.get("content-type"),
    { fieldPath: ["products"], wrapSingle: null },
  );
  const programId = feed.programs?.[0]?.programId ?? null;
  const facts = factsOf(notes, programId);
  const feedFacts = {
    programId: programId === null ? null : String(programId),
    language: feed.languageISOCode ?? null,
  };
  for (let batch = await records.next(); !batch.done; batch = await records.next()) {
    const { records: found, rejected } = batch.value;
    for (let start = 0; start < found.length || start === 0; start += PAGE_RECORDS) {
      yield {
        records: found
          .slice(start, start + PAGE_RECORDS)
          .map((product): TradedoublerRecord => ({ surface: "product", product, feed: feedFacts, facts })),
        rejected: start === 0 ? rejected : [],
      };
    }
  }
}
