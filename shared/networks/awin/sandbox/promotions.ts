/** POST /publisher/{id}/promotions: paged and filtered in the body. */
import { z } from "zod";
import { hash, type ItemState, itemsAt, pick, slotOf, timeOfSlot } from "../../../sandbox/catalogue.ts";
import { promotionText } from "../../../sandbox/promotion-texts.ts";
import { type Answer, json, type SandboxContext } from "../../../sandbox/sandbox.ts";
import { GOODS } from "../../../sandbox/shops.ts";
import { ADVERTISERS, type Advertiser, deepLink } from "./programmes.ts";

const SEED = "awin-promotion";
const OF_JOINED = 450;
const OF_OTHERS = 30;
/** So many advertisers make half of all promotions, as a few large ones do in every account. */
const BUSY = 6;
const DAY_SLOTS = 144;
const WEEK_MS = 7 * 86_400_000;

const requestSchema = z.looseObject({
  filters: z
    .looseObject({
      advertiserIds: z.array(z.int()).optional(),
      exclusiveOnly: z.boolean().optional(),
      membership: z.enum(["joined", "notJoined", "all"]).default("all"),
      regionCodes: z.array(z.string()).optional(),
      status: z.enum(["active", "expiringSoon", "upcoming"]).default("active"),
      type: z.enum(["promotion", "voucher", "all"]).default("all"),
      updatedSince: z.iso.date().optional(),
    })
    .prefault({}),
  pagination: z
    .object({ page: z.int().min(1).default(1), pageSize: z.int().min(1).max(200).default(10) })
    .prefault({}),
});
type Filters = z.output<typeof requestSchema>["filters"];

export function promotions(body: string, context: SandboxContext): Answer {
  const request = requestSchema.safeParse(parsed(body));
  if (!request.success) return json({ error: "bad_request", description: "Malformed request body" }, 400);
  const { filters, pagination } = request.data;
  const all = promotionsAt(context.now, context.scale).filter((promotion) =>
    matches(promotion, filters, context.now),
  );
  const listed = all.slice(0, Math.ceil(all.length * context.share));
  const start = (pagination.page - 1) * pagination.pageSize;
  return json({
    data: listed.slice(start, start + pagination.pageSize).map((promotion) => written(promotion, context)),
    pagination: { ...pagination, total: (context.trueTotals ? all : listed).length },
  });
}

function parsed(body: string): unknown {
  try {
    return body === "" ? {} : JSON.parse(body);
  } catch {
    return null;
  }
}

const JOINED = ADVERTISERS.filter(({ joined }) => joined);
const OTHERS = ADVERTISERS.filter(({ joined }) => !joined);

interface Promotion {
  readonly state: ItemState;
  readonly advertiser: Advertiser;
  readonly bits: number;
  readonly startsAt: Date;
  readonly endsAt: Date | null;
  readonly voucher: boolean;
  readonly exclusive: boolean;
}

function promotionsAt(now: Date, scale: number): Promotion[] {
  const ofJoined = Math.round(OF_JOINED * scale);
  const count = ofJoined + Math.round(OF_OTHERS * scale);
  return [...itemsAt(SEED, count, slotOf(now))].map((state) => promotionOf(state, state.index < ofJoined));
}

function promotionOf(state: ItemState, joined: boolean): Promotion {
  const bits = hash(SEED, state.index, state.generation + 10);
  const busy = joined && (bits & 4) === 0;
  // One in ten is announced a few days before it begins.
  const lead = bits % 10 === 0 ? DAY_SLOTS * (1 + (bits % 3)) : 0;
  const extended = (state.revision % 3) * DAY_SLOTS;
  const endless = bits % 5 === 1;
  return {
    state,
    advertiser: pick(busy ? JOINED.slice(0, BUSY) : joined ? JOINED : OTHERS, bits >>> 3),
    bits,
    startsAt: timeOfSlot(state.bornSlot + lead),
    // Later than any life ends: an offer that has expired is not listed any more.
    endsAt: endless
      ? null
      : new Date(timeOfSlot(state.bornSlot + 1600 + (bits % 2000) + extended).getTime() - 1000),
    voucher: bits % 3 !== 0,
    exclusive: bits % 17 === 0,
  };
}

function statusOf({ startsAt, endsAt }: Promotion, now: Date): "active" | "expiringSoon" | "upcoming" {
  if (startsAt > now) return "upcoming";
  return endsAt !== null && endsAt.getTime() - now.getTime() < WEEK_MS ? "expiringSoon" : "active";
}

function matches(promotion: Promotion, filters: Filters, now: Date): boolean {
  const { advertiser, state } = promotion;
  const status = statusOf(promotion, now);
  const { membership, regionCodes, type } = filters;
  return (
    (status === filters.status || (filters.status === "active" && status === "expiringSoon")) &&
    (membership === "all" || advertiser.joined === (membership === "joined")) &&
    (type === "all" || promotion.voucher === (type === "voucher")) &&
    (!filters.exclusiveOnly || promotion.exclusive) &&
    (!filters.advertiserIds?.length || filters.advertiserIds.includes(advertiser.id)) &&
    (!regionCodes?.length || worldwide(promotion) || regionCodes.includes(advertiser.shop.country)) &&
    (!filters.updatedSince || timeOfSlot(state.changedSlot).getTime() >= Date.parse(filters.updatedSince))
  );
}

const worldwide = ({ bits }: Promotion): boolean => bits % 8 === 0;

/** One in a hundred comes without its promotionId, as in the wild. */
function written(promotion: Promotion, { now, migratedIds }: SandboxContext): object {
  const { state, advertiser, bits, startsAt, endsAt } = promotion;
  const { shop } = advertiser;
  const percent = 5 + (hash(SEED, state.index, state.revision) % 10) * 5;
  const [goods] = pick(GOODS[shop.language] ?? GOODS["en"] ?? [], bits >>> 5);
  const url = `https://www.${shop.domain}/${bits % 4 === 0 ? "sale" : `c/${String(bits % 97)}`}`;
  const promotionId = (migratedIds ? 50_000_000 : 2_000_000) + state.index * 2000 + state.generation;
  return {
    ...(state.index % 100 !== 57 && { promotionId }),
    type: promotion.voucher ? "voucher" : "promotion",
    advertiser: { id: advertiser.id, name: shop.name, joined: advertiser.joined },
    ...promotionText(shop.language, bits >>> 7, percent, goods, shop.name),
    startDate: naive(startsAt, bits),
    endDate: endsAt === null ? null : naive(endsAt, bits),
    url,
    urlTracking: deepLink(advertiser.id, url),
    dateAdded: naive(timeOfSlot(state.bornSlot), 0),
    campaign: bits % 6 === 0 ? "Black Friday" : "",
    regions: worldwide(promotion)
      ? { all: true, list: [] }
      : { all: false, list: [{ name: shop.countryName, countryCode: shop.country }] },
    ...(bits % 13 !== 0 && { status: statusOf(promotion, now) }),
    ...(promotion.voucher && {
      voucher: {
        code: `${pick(["SAVE", "WANDERN", "ÉTÉ", "NOWY"], bits)}${String(percent)}${String(bits % 90)}`,
        exclusive: promotion.exclusive,
        attributable: true,
      },
    }),
  };
}

/** The same zoneless UTC instant in one of the forms that have been met. */
function naive(time: Date, bits: number): string {
  const iso = time.toISOString().slice(0, 19);
  if (bits % 40 === 3) return iso.replace("T", " ");
  return bits % 40 === 5 ? `${iso}.000` : iso;
}
