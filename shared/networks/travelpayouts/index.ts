/** Travelpayouts: cheap flights out of the cities that are wanted, as deals; joined brands as programmes. */
import * as z from "zod";
import type { NetworkAdapter } from "../adapter.ts";
import { type AnyPart, listParts, part } from "../kit/listing.ts";
import { quotaKeyOf } from "../kit/quota-key.ts";
import { brandRows, cityRows, type FarePage, farePage, type TravelpayoutsContext } from "./api.ts";
import { definition, type TravelpayoutsCredentials, type TravelpayoutsSettings } from "./definition.ts";
import { type City, fareId, fareSchema, travelpayoutsOffer, type TravelpayoutsRecord } from "./map-offer.ts";

const PAGE_SIZE = 1_000;

export const adapter: NetworkAdapter<TravelpayoutsCredentials, TravelpayoutsSettings, TravelpayoutsRecord> = {
  ...definition,
  quotaKey: ({ token }) => quotaKeyOf(token),
  async *fetchOffers(context) {
    const { pull } = context.settings;
    const wantsFares = pull.includes("specialOffers") || pull.includes("fares");
    const cities = wantsFares ? await citiesByCode(context) : new Map<string, City>();
    const parts: AnyPart<TravelpayoutsRecord>[] = [];
    if (pull.includes("specialOffers")) parts.push(specialOffers(context, cities));
    if (pull.includes("fares")) parts.push(fares(context, cities));
    if (pull.includes("brands")) parts.push(brands(context));
    return yield* listParts(parts, context);
  },
  toOffer: travelpayoutsOffer,
};

type Cities = ReadonlyMap<string, City>;

const citySchema = z.looseObject({
  code: z.string(),
  name: z.string().nullish(),
  country_code: z.string().nullish(),
});

/** Ten thousand names: fares carry codes only. */
async function citiesByCode(context: TravelpayoutsContext): Promise<Cities> {
  const cities = new Map<string, City>();
  for (const row of await cityRows(context)) {
    const { data } = citySchema.safeParse(row);
    // Some translations are runs of question marks.
    if (data?.name && !/\?{2}/.test(data.name)) {
      cities.set(data.code, { name: data.name, country: data.country_code ?? null });
    }
  }
  return cities;
}

const originPosition = z.object({ origin: z.int(), page: z.int() });

/** A handful of unusually cheap fares of each origin. */
const specialOffers = (context: TravelpayoutsContext, cities: Cities): AnyPart<TravelpayoutsRecord> =>
  part<z.output<typeof originPosition>, TravelpayoutsRecord>({
    name: "special offers",
    position: originPosition,
    first: { origin: 0, page: 1 },
    async page({ origin }, notes) {
      const { origins, locale } = context.settings;
      const page = await farePage(context, "/aviasales/v3/get_special_offers", {
        origin: origins[origin] ?? "",
        locale,
      });
      notes.memory["special"] = [...specialIds(notes.memory), ...idsOf(page)];
      return {
        records: recordsOf(page, cities, true),
        next: origin + 1 < origins.length ? { origin: origin + 1, page: 1 } : null,
        // Two origins may rightly have nothing to offer.
        identity: [origins[origin], page.rows],
      };
    },
  });

/** The cheapest fare of each popular route, origin by origin, page by page. */
const fares = (context: TravelpayoutsContext, cities: Cities): AnyPart<TravelpayoutsRecord> =>
  part<z.output<typeof originPosition>, TravelpayoutsRecord>({
    name: "fares",
    position: originPosition,
    first: { origin: 0, page: 1 },
    async page({ origin, page: number }, notes) {
      const { origins, oneWay } = context.settings;
      const page = await farePage(context, "/aviasales/v3/prices_for_dates", {
        origin: origins[origin] ?? "",
        sorting: "route",
        unique: "true",
        one_way: String(oneWay),
        limit: String(PAGE_SIZE),
        page: String(number),
      });
      const special = new Set(specialIds(notes.memory));
      const rows = page.rows.filter((row) => !idsOf({ ...page, rows: [row] }).some((id) => special.has(id)));
      const following = origin + 1 < origins.length ? { origin: origin + 1, page: 1 } : null;
      return {
        records: recordsOf({ ...page, rows }, cities, false),
        rows: page.rows.length,
        // No total and no link to a next page: a short one is the last.
        next: page.rows.length < PAGE_SIZE ? following : { origin, page: number + 1 },
        identity: page.rows.length === 0 ? null : page.rows,
      };
    },
  });

const brands = (context: TravelpayoutsContext): AnyPart<TravelpayoutsRecord> =>
  part<number, TravelpayoutsRecord>({
    name: "brands",
    position: z.int(),
    first: 0,
    page: async () => ({
      records: (await brandRows(context)).map((brand) => ({ surface: "brand", brand })),
      next: null,
    }),
  });

function recordsOf({ rows, currency }: FarePage, cities: Cities, special: boolean): TravelpayoutsRecord[] {
  const city = (row: unknown, key: "origin" | "destination"): City | null =>
    cities.get(String((row as Record<string, unknown> | null)?.[key])) ?? null;
  return rows.map((fare) => ({
    surface: "fare",
    fare,
    currency,
    special,
    from: city(fare, "origin"),
    to: city(fare, "destination"),
  }));
}

/** A special offer comes among the fares too: it is one offer, and the special one is kept. */
const idsOf = ({ rows }: Pick<FarePage, "rows">): string[] =>
  rows.flatMap((row) => {
    const { data } = fareSchema.safeParse(row);
    return data ? [fareId(data)] : [];
  });

const specialIds = (memory: Readonly<Record<string, unknown>>): string[] =>
  z.array(z.string()).safeParse(memory["special"]).data ?? [];
