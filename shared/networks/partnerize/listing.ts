/** One listing: participations first, which everything else leans on, then vouchers and deals. */
import * as z from "zod";
import { CredentialsRefused, FeedUnreadable, type ListingEnd, type OfferPage } from "../adapter.ts";
import { type AnyPart, listParts, part } from "../kit/listing.ts";
import { get, paged, type PartnerizeContext, readPage } from "./api.ts";
import { REMEDY, STATUSES } from "./definition.ts";
import { linkOf } from "./links.ts";
import {
  type CampaignFacts,
  type Commissions,
  commissionsSchema,
  type PartnerizeRecord,
  participationSchema,
} from "./records.ts";

export async function* listing(
  context: PartnerizeContext,
): AsyncGenerator<OfferPage<PartnerizeRecord>, ListingEnd, void> {
  const { pull } = context.settings;
  const joined = await joinedCampaigns(context);
  const parts: AnyPart<PartnerizeRecord>[] = [];
  if (pull.includes("programmes")) parts.push(...programmes(context));
  if (pull.includes("vouchers")) parts.push(vouchers(context, joined));
  if (pull.includes("deals")) parts.push(deals(context, joined));
  return yield* listParts(parts, context);
}

const FIELDS = [
  "camref",
  "vertical",
  "promotional_countries",
  "default_currency",
  "brand_id",
  "icon",
] as const;

async function participations(context: PartnerizeContext, status: string, offset: number) {
  const { publisherId } = context.credentials;
  const answer = await get(
    context,
    paged(`/v3/partner/${publisherId}/participations`, offset, [
      ["status[]", status],
      ...FIELDS.map((field) => ["fields[]", field] as const),
    ]),
  );
  // A missing right is a 404 as well.
  if (answer === null) throw new CredentialsRefused(REMEDY.publisher);
  return readPage(answer, "data", offset);
}

const isWanted = ({ settings }: PartnerizeContext, id: string | undefined): boolean =>
  // What has no id is let through, to be rejected by whoever maps it.
  id === undefined || settings.campaignIds.length === 0 || settings.campaignIds.includes(id);

const campaignOf = (row: unknown): string | undefined => participationSchema.safeParse(row).data?.campaign_id;

const statusOf = (row: unknown): string | undefined =>
  participationSchema.safeParse(row).data?.status ?? undefined;

/** As many as a publisher has joined: hundreds. */
async function joinedCampaigns(context: PartnerizeContext): Promise<ReadonlyMap<string, CampaignFacts>> {
  const facts = new Map<string, CampaignFacts>();
  let rows = 0;
  for (let offset: number | null = 0; offset !== null;) {
    const page = await participations(context, STATUSES.joined, offset);
    rows += page.rows.length;
    for (const row of page.rows) {
      const { data } = participationSchema.safeParse(row);
      if (!data || !isWanted(context, data.campaign_id)) continue;
      const { title, destination_url: url, tracking_link } = data.campaign_info;
      facts.set(data.campaign_id, {
        title,
        url,
        link: tracking_link ?? linkOf(data.camref),
        icon: data.icon,
      });
    }
    if (page.next !== null && page.next <= offset)
      throw new FeedUnreadable("Partnerize's pages do not go on");
    if (page.next === null && rows < (page.total ?? 0)) {
      throw new FeedUnreadable(
        `Partnerize counts ${page.total} participations and listed ${rows}: the next run tries again`,
      );
    }
    offset = page.next;
  }
  return facts;
}

const programmes = (context: PartnerizeContext): AnyPart<PartnerizeRecord>[] =>
  context.settings.statuses.map((status) =>
    part<number, PartnerizeRecord>({
      name: `${status} programmes`,
      position: z.int(),
      first: 0,
      async page(offset, notes) {
        const { rows, next, total } = await participations(context, STATUSES[status], offset);
        const records: PartnerizeRecord[] = [];
        if (rows.some((row) => (statusOf(row) ?? STATUSES[status]) !== STATUSES[status])) {
          notes.fallShort(`${status} programmes: Partnerize answers participations of another status`);
        }
        for (const row of rows) {
          const id = campaignOf(row);
          if (!isWanted(context, id)) continue;
          const asks = context.settings.commission && status === "joined" && id !== undefined;
          records.push({
            surface: "programme",
            participation: row,
            commissions: asks ? await commissionsOf(context, id) : null,
          });
        }
        return { records, rows: rows.length, next, total, identity: rows };
      },
    }),
  );

/** Null where they may not be read. */
async function commissionsOf(context: PartnerizeContext, campaignId: string): Promise<Commissions | null> {
  context.signal.throwIfAborted();
  const { publisherId } = context.credentials;
  const answer = await get(
    context,
    `/v2/campaigns/${encodeURIComponent(campaignId)}/publishers/${publisherId}/commissions/active`,
  );
  if (answer === null) return null;
  const read = commissionsSchema.safeParse(answer);
  if (read.success) return read.data;
  throw new FeedUnreadable(`Partnerize's commissions of campaign ${campaignId} cannot be read`);
}

const voucherPosition = z.object({ campaign: z.int(), offset: z.int() });

/** Campaign by campaign. A wrapper and its inner field have the same name. */
function vouchers(
  context: PartnerizeContext,
  joined: ReadonlyMap<string, CampaignFacts>,
): AnyPart<PartnerizeRecord> {
  const ids = [...joined.keys()].toSorted();
  return part<z.output<typeof voucherPosition>, PartnerizeRecord>({
    name: "vouchers",
    position: voucherPosition,
    first: { campaign: 0, offset: 0 },
    async page({ campaign, offset }, notes) {
      const id = ids[campaign];
      if (id === undefined) return { records: [], next: null };
      const path = `/user/publisher/${context.credentials.publisherId}/campaign/${encodeURIComponent(id)}/voucher`;
      const answer = await get(context, paged(path, offset));
      const following = campaign + 1 < ids.length ? { campaign: campaign + 1, offset: 0 } : null;
      if (answer === null) {
        notes.fallShort(`vouchers of campaign ${id} may not be read`);
        return { records: [], next: following };
      }
      const { rows, next, total } = readPage(answer, "voucher_codes", offset);
      if (next === null && offset + rows.length < (total ?? 0)) {
        notes.fallShort(
          `vouchers of campaign ${id}: Partnerize counts ${total} and listed ${offset + rows.length}`,
        );
      }
      return {
        records: rows.map((row) => ({
          surface: "voucher",
          voucher: inside(row, "voucher_code"),
          campaign: joined.get(id) ?? null,
        })),
        next: next === null ? following : { campaign, offset: next },
        identity: rows.length === 0 ? null : [id, rows],
      };
    },
  });
}

const inside = (row: unknown, wrapper: string): unknown => {
  const value = (row as Record<string, unknown> | null)?.[wrapper];
  return typeof value === "object" && value !== null ? value : row;
};

const campaignsSchema = z.array(
  z.looseObject({
    campaign: z.looseObject({
      campaign_id: z.union([z.string(), z.number()]).transform(String),
      deals: z.array(z.unknown()).nullish(),
    }),
  }),
);

/** In older documents only, so an account without it has none. */
const deals = (
  context: PartnerizeContext,
  joined: ReadonlyMap<string, CampaignFacts>,
): AnyPart<PartnerizeRecord> =>
  part<number, PartnerizeRecord>({
    name: "deals",
    position: z.int(),
    first: 0,
    async page(offset) {
      const { pubref } = context.settings;
      const answer = await get(
        context,
        paged(
          `/user/publisher/${context.credentials.publisherId}/deal`,
          offset,
          pubref === undefined ? [] : [["pubref", pubref]],
        ),
      );
      if (answer === null) return { records: [], next: null };
      const { rows, next, total } = readPage(answer, "campaigns", offset);
      const read = campaignsSchema.safeParse(rows);
      if (!read.success) throw new FeedUnreadable("Partnerize's list of deals cannot be read");
      return {
        records: read.data.flatMap(({ campaign }) =>
          (campaign.deals ?? [])
            .filter(() => isWanted(context, campaign.campaign_id))
            .map((row) => ({
              surface: "deal" as const,
              deal: inside(row, "deal"),
              campaign: joined.get(campaign.campaign_id) ?? null,
            })),
        ),
        rows: rows.length,
        next,
        total,
        identity: rows,
      };
    },
  });
