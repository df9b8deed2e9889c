/** The walk over promotions (coupons and deals): POST /publisher/{id}/promotions, the one singular path of Awin's API. */
import { createHash } from "node:crypto";
import * as z from "zod";
import { FeedUnreadable, type OfferPage } from "../adapter.ts";
import { type AwinContext, callApi } from "./api.ts";
import {
  expectedTotal,
  fallShort,
  type PositionOf,
  positionIn,
  type Progress,
  writeCursor,
} from "./progress.ts";
import type { ListedProgramme } from "./programmes.ts";
import { promotionSchema, type PromotionProgramme, type PromotionRecord } from "./records.ts";

type Walk = PositionOf<"promotions">;

const PAGE_SIZE = 200;
const MOST_PAGES = 200;

const answerSchema = z.looseObject({
  data: z.array(z.unknown()),
  pagination: z.looseObject({ pageSize: z.int().positive().nullish(), total: z.int().nullish() }).nullish(),
});

/** Active promotions, then those still to come. Expired ones are in neither list: they simply leave. */
export async function* promotionPages(
  context: AwinContext,
  programmes: readonly ListedProgramme[],
  progress: Progress,
): AsyncGenerator<OfferPage<PromotionRecord>, void, void> {
  const resumed = positionIn(progress, "promotions");
  const byAdvertiser = programmesById(programmes, progress);
  if (resumed?.status !== "upcoming") {
    yield* walk(context, byAdvertiser, progress, resumed ?? firstPage("active"));
  }
  if (context.settings.upcoming) {
    yield* walk(
      context,
      byAdvertiser,
      progress,
      resumed?.status === "upcoming" ? resumed : firstPage("upcoming"),
    );
  }
}

const firstPage = (status: Walk["status"]): Walk => ({
  surface: "promotions",
  status,
  page: 0,
  rows: 0,
  largestTotal: 0,
  signature: "",
});

/**
 * Goes on while pages come back full: what `total` counts is not certain, so it bounds nothing. But fewer rows than
 * the largest total that a page stated means that rows slipped through, and the listing is not complete.
 */
async function* walk(
  context: AwinContext,
  programmes: ReadonlyMap<string, PromotionProgramme>,
  progress: Progress,
  from: Walk,
): AsyncGenerator<OfferPage<PromotionRecord>, void, void> {
  const seen = new Set([from.signature]);
  const kind = `${from.status} promotions`;
  let at = from;
  for (;;) {
    if (at.page === MOST_PAGES) {
      progress.capped = true;
      return fallShort(progress, `${kind}: stopped after ${MOST_PAGES} pages`);
    }
    const { data, pagination } = await promotionsPage(context, at.status, at.page + 1);
    const signature = signatureOf(data);
    if (data.length > 0 && seen.has(signature)) {
      return fallShort(progress, `${kind}: page ${at.page + 1} repeats an earlier page`);
    }
    seen.add(signature);
    const total = pagination?.total ?? 0;
    at = {
      surface: "promotions",
      status: at.status,
      page: at.page + 1,
      rows: at.rows + data.length,
      largestTotal: Math.max(at.largestTotal, total),
      signature,
    };
    progress.expected[kind] = at.largestTotal;
    yield {
      records: data.map((promotion) => ({
        surface: "promotion",
        promotion,
        programme: programmeOf(promotion, programmes),
      })),
      cursor: writeCursor(progress, at),
      total: expectedTotal(progress),
    };
    if (data.length === 0 || data.length < (pagination?.pageSize ?? PAGE_SIZE)) break;
  }
  if (at.rows < at.largestTotal) {
    fallShort(progress, `${kind}: Awin counts ${at.largestTotal} and listed ${at.rows}`);
  }
}

async function promotionsPage(
  context: AwinContext,
  status: Walk["status"],
  page: number,
): Promise<z.output<typeof answerSchema>> {
  const { regionCodes, advertiserIds } = context.settings;
  const filters = {
    membership: "joined",
    status,
    type: "all",
    ...(regionCodes.length > 0 && { regionCodes }),
    ...(advertiserIds.length > 0 && { advertiserIds }),
  };
  const answer = answerSchema.safeParse(
    await callApi(context, {
      path: `/publisher/${context.credentials.publisherId}/promotions`,
      body: { filters, pagination: { page, pageSize: PAGE_SIZE } },
    }),
  );
  if (answer.success) return answer.data;
  throw new FeedUnreadable(`Awin's promotions page ${page} holds no list "data"`);
}

/** By ids alone: a page that repeats may well differ in a text that was edited meanwhile. */
function signatureOf(data: readonly unknown[]): string {
  const ids = data.map((row) => (row as { promotionId?: unknown } | null)?.promotionId ?? null);
  return createHash("sha256").update(JSON.stringify(ids)).digest("base64url").slice(0, 22);
}

function programmesById(
  programmes: readonly ListedProgramme[],
  progress: Progress,
): ReadonlyMap<string, PromotionProgramme> {
  const known = programmes.map(({ read }) => read).filter((read) => read !== null);
  return new Map(
    known.map(({ id, name, displayUrl, logoUrl, primarySector }) => [
      id,
      {
        name,
        displayUrl: displayUrl ?? null,
        logoUrl: logoUrl ?? null,
        primarySector: primarySector ?? null,
        terms: progress.terms[id] ?? null,
      },
    ]),
  );
}

const advertiserOnly = promotionSchema.pick({ advertiser: true });

function programmeOf(
  promotion: unknown,
  programmes: ReadonlyMap<string, PromotionProgramme>,
): PromotionProgramme | null {
  const id = advertiserOnly.safeParse(promotion).data?.advertiser?.id;
  return id ? (programmes.get(id) ?? null) : null;
}
