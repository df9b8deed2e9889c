/** One listing of an impact.com account: programmes and their contracts first, since everything else leans on them. */
import * as z from "zod";
import { HttpStatusError } from "../../http/errors.ts";
import { CredentialsRefused, type ListingEnd, type OfferPage } from "../adapter.ts";
import { changesSince } from "../kit/incremental.ts";
import { type AnyPart, type ListingNotes, listParts, part, type PartPage } from "../kit/listing.ts";
import { collection, type ImpactContext, type ImpactPage, page } from "./api.ts";
import {
  adSchema,
  campaignSchema,
  type Catalog,
  catalogSchema,
  type Contract,
  contractSchema,
  type ImpactRecord,
  type ProgrammeFacts,
  promoCodeSchema,
  promotionSchema,
} from "./records.ts";
import { catalogLanguage } from "./vocabulary.ts";

const PAGE_SIZE = "1000";
const ITEMS_PAGE_SIZE = "1000";

export async function* listing(
  context: ImpactContext,
): AsyncGenerator<OfferPage<ImpactRecord>, ListingEnd, void> {
  const { pull, commission } = context.settings;
  const contracts = commission ? await contractsByCampaign(context) : new Map<string, Contract>();
  const campaigns = await all(context, "Campaigns", "/Campaigns");
  const programmes = new Programmes(campaigns, contracts);
  const parts: AnyPart<ImpactRecord>[] = [];
  if (pull.includes("programmes")) parts.push(programmeRecords(context, campaigns, programmes));
  if (pull.includes("ads")) {
    // In the order of preference: of several ads of one deal, the first that comes stands for it.
    for (const type of ["COUPON", "TEXT_LINK", "BANNER"]) parts.push(ads(context, type, programmes));
  }
  if (pull.includes("promoCodes")) parts.push(promoCodes(context, programmes));
  if (pull.includes("promotions")) parts.push(promotions(context, programmes));
  if (pull.includes("products")) parts.push(...(await products(context, programmes)));
  return yield* listParts(parts, context);
}

/** Every record of a collection: for those that are a few hundred. */
async function all(context: ImpactContext, key: string, path: string): Promise<unknown[]> {
  const items: unknown[] = [];
  const seen = new Set<string>();
  for (
    let at: string | null = collection(context, path, { PageSize: PAGE_SIZE });
    at !== null && !seen.has(at);
  ) {
    seen.add(at);
    const found: ImpactPage = await page(context, key, at);
    items.push(...found.items);
    at = found.next;
  }
  return items;
}

/** @throws CredentialsRefused for a token of another scope: without contracts, every commission would be gone */
async function contractsByCampaign(context: ImpactContext): Promise<ReadonlyMap<string, Contract>> {
  let rows: unknown[];
  try {
    rows = await all(context, "Contracts", "/Contracts");
  } catch (error) {
    if (!(error instanceof HttpStatusError) || error.status !== 403) throw error;
    throw new CredentialsRefused(
      "authToken has no right to read Contracts. Give it the scope in Settings > Technical > API, or turn the setting commission off.",
      { cause: error },
    );
  }
  return new Map(
    rows.flatMap((row) => {
      const { data } = contractSchema.safeParse(row);
      return data ? [[data.CampaignId, data] as const] : [];
    }),
  );
}

/** What is known of the joined programmes, by their number and by their advertiser's. */
class Programmes {
  readonly #byId = new Map<string, ProgrammeFacts>();
  readonly #byAdvertiser = new Map<string, ProgrammeFacts>();

  constructor(campaigns: readonly unknown[], contracts: ReadonlyMap<string, Contract>) {
    for (const raw of campaigns) {
      const { data } = campaignSchema.safeParse(raw);
      if (!data) continue;
      const facts: ProgrammeFacts = {
        id: data.CampaignId,
        advertiserId: data.AdvertiserId,
        name: data.AdvertiserName ?? data.CampaignName,
        url: data.AdvertiserUrl ?? data.CampaignUrl,
        link: data.TrackingLink,
        contract: contracts.get(data.CampaignId) ?? null,
      };
      this.#byId.set(facts.id, facts);
      if (facts.advertiserId !== null) this.#byAdvertiser.set(facts.advertiserId, facts);
    }
  }

  of(campaignId: string | null | undefined): ProgrammeFacts | null {
    return this.#byId.get(campaignId ?? "") ?? null;
  }

  ofAdvertiser(advertiserId: string | null | undefined): ProgrammeFacts | null {
    return this.#byAdvertiser.get(advertiserId ?? "") ?? null;
  }
}

const isWanted = ({ settings }: ImpactContext, campaignId: string | null | undefined): boolean =>
  settings.campaignIds.length === 0 || settings.campaignIds.includes(Number(campaignId));

const programmeRecords = (
  context: ImpactContext,
  campaigns: readonly unknown[],
  programmes: Programmes,
): AnyPart<ImpactRecord> =>
  part<number, ImpactRecord>({
    name: "programmes",
    position: z.int(),
    first: 0,
    page: async () => ({
      records: campaigns
        .map((campaign) => ({ campaign, id: campaignSchema.safeParse(campaign).data?.CampaignId }))
        .filter(({ id }) => id === undefined || isWanted(context, id))
        .map(({ campaign, id }) => ({ surface: "programme", campaign, facts: programmes.of(id) })),
      next: null,
    }),
  });

/** A collection as a part: its position is the address of a page. A token of another scope costs this part only. */
function walked(
  context: ImpactContext,
  { name, key, at }: { readonly name: string; readonly key: string; readonly at: string },
  recordsOf: (items: readonly unknown[], notes: ListingNotes) => ImpactRecord[],
): AnyPart<ImpactRecord> {
  return part<string, ImpactRecord>({
    name,
    position: z.string().startsWith("/Mediapartners/"),
    first: at,
    async page(position, notes): Promise<PartPage<string, ImpactRecord>> {
      try {
        const { items, next, total } = await page(context, key, position);
        if (next === position) notes.fallShort(`${name}: a page names itself as the next one`);
        return {
          records: recordsOf(items, notes),
          rows: items.length,
          next: next === position ? null : next,
          total,
          // A cursor may rightly lead to an empty page.
          identity: items.length === 0 ? null : items,
        };
      } catch (error) {
        if (!(error instanceof HttpStatusError) || error.status !== 403) throw error;
        notes.fallShort(
          `${name}: authToken has no right to read ${key}; give it the scope in Settings > Technical > API`,
        );
        return { records: [], next: null };
      }
    },
  });
}

/** Only ads that carry a deal, or a coupon: others are creatives. */
const ads = (context: ImpactContext, type: string, programmes: Programmes): AnyPart<ImpactRecord> =>
  walked(
    context,
    { name: `ads ${type}`, key: "Ads", at: collection(context, "/Ads", { Type: type, PageSize: PAGE_SIZE }) },
    (items, notes) => {
      const deals = new Set(z.array(z.string()).safeParse(notes.memory["deals"]).data ?? []);
      const records: ImpactRecord[] = [];
      for (const ad of items) {
        const { data } = adSchema.safeParse(ad);
        if (data && !isWanted(context, data.CampaignId)) continue;
        if (data && (data.DealId === null ? type !== "COUPON" : deals.has(data.DealId))) continue;
        if (data?.DealId) deals.add(data.DealId);
        records.push({ surface: "ad", ad, facts: programmes.of(data?.CampaignId) });
      }
      notes.memory["deals"] = [...deals];
      return records;
    },
  );

const promoCodes = (context: ImpactContext, programmes: Programmes): AnyPart<ImpactRecord> =>
  walked(
    context,
    {
      name: "promo codes",
      key: "PromoCodes",
      at: collection(context, "/PromoCodes", { PageSize: PAGE_SIZE }),
    },
    (items) =>
      items
        .map((promoCode) => ({ promoCode, id: promoCodeSchema.safeParse(promoCode).data?.Program?.Id }))
        .filter(({ id }) => id === undefined || isWanted(context, id))
        .map(({ promoCode, id }) => ({ surface: "promoCode", promoCode, facts: programmes.of(id) })),
  );

const promotions = (context: ImpactContext, programmes: Programmes): AnyPart<ImpactRecord> =>
  walked(
    context,
    {
      name: "promotions",
      key: "Promotions",
      at: collection(context, "/Promotions", { PageSize: PAGE_SIZE }),
    },
    (items) =>
      items
        .map((promotion) => ({
          promotion,
          facts: programmes.ofAdvertiser(promotionSchema.safeParse(promotion).data?.AdvertiserId),
        }))
        .filter(({ facts }) => facts === null || isWanted(context, facts.id))
        .map(({ promotion, facts }) => ({ surface: "promotion", promotion, facts })),
  );

/** One part a catalogue. Their items are paged by a cursor, and their total says 0. */
async function products(context: ImpactContext, programmes: Programmes): Promise<AnyPart<ImpactRecord>[]> {
  const catalogs = (await all(context, "Catalogs", "/Catalogs")).flatMap((row): Catalog[] => {
    const { data } = catalogSchema.safeParse(row);
    return data ? [data] : [];
  });
  const { catalogIds } = context.settings;
  return catalogs
    .filter(({ Id }) => catalogIds.length === 0 || catalogIds.includes(Number(Id)))
    .filter(({ CampaignId }) => isWanted(context, CampaignId))
    .map((catalog) => items(context, catalog, programmes));
}

function items(context: ImpactContext, catalog: Catalog, programmes: Programmes): AnyPart<ImpactRecord> {
  const name = `catalogue ${catalog.Id}`;
  if (isUnmoved(context, catalog)) {
    return {
      name,
      async *stream(notes) {
        notes.fallShort(`${name} has not changed and was left out`);
        yield* [];
      },
    };
  }
  const facts = { language: catalogLanguage(catalog.Language), serviceAreas: catalog.ServiceAreas };
  return walked(
    context,
    {
      name,
      key: "Items",
      at: collection(context, `/Catalogs/${catalog.Id}/Items`, { PageSize: ITEMS_PAGE_SIZE }),
    },
    (found) =>
      found.map((item) => ({
        surface: "product",
        item,
        catalog: facts,
        facts: programmes.of(catalog.CampaignId),
      })),
  );
}

function isUnmoved(context: ImpactContext, { DateLastUpdated }: Catalog): boolean {
  const since = context.settings.skipUnmovedCatalogs ? changesSince(context) : null;
  return since !== null && DateLastUpdated !== null && Date.parse(DateLastUpdated) < since.getTime();
}
