/** Facets: each is counted when it is selected; those that are selected together are counted together. */
import {
  areExact,
  countFacets,
  type Facet,
  type FacetCount,
  type FacetRequest,
} from "../../shared/readmodel/facets.ts";
import { networkNames } from "../../shared/networks/names.ts";
import {
  bandLabel,
  countryLabel,
  kindLabel,
  languageLabel,
  namesOf,
} from "../../shared/readmodel/facet-labels.ts";
import { correctedText, meantFilter } from "../../shared/readmodel/corrections.ts";
import { type MeantFilter, type OfferFilter, whereOffers } from "../../shared/readmodel/filter.ts";
import { priceBand } from "../../shared/readmodel/price-bands.ts";
import type { ReadContext } from "../context.ts";
import { pageSize } from "../paging.ts";
import { sourcesOf, staleFor } from "../stale-offers.ts";
import { permitted } from "./offers.ts";

/** What the facets go by; no field of the schema. */
interface FacetsParent {
  readonly filter: MeantFilter;
  readonly first: number;
  readonly correctedText: string | null;
}

interface FacetsArguments {
  readonly filter?: OfferFilter | null;
  readonly first?: number | null;
}

export async function offerFacets(
  _: unknown,
  args: FacetsArguments,
  context: ReadContext,
): Promise<FacetsParent> {
  const filter = permitted(args.filter ?? {}, context);
  // Read here, so that one mistake is one error and not one for each facet.
  whereOffers(filter, context.now);
  const first = pageSize(args.first);
  const meant = await meantFilter(context.db, filter);
  return { filter: meant, first, correctedText: correctedText(meant) };
}

const requestOf = async (parent: FacetsParent, context: ReadContext): Promise<FacetRequest> => ({
  filter: parent.filter,
  first: parent.first,
  now: context.now,
  stale: await staleFor(context),
});

async function counted(facet: Facet, parent: FacetsParent, context: ReadContext): Promise<FacetCount[]> {
  const which = `facets ${JSON.stringify([parent.filter, parent.first])}`;
  return context.cache.together(which, facet, async (facets) =>
    countFacets(context.db, facets as Facet[], await requestOf(parent, context)),
  );
}

type LabelOf = (value: string) => string;

const facetField =
  (
    facet: Facet,
    labels: (counts: readonly FacetCount[], context: ReadContext) => LabelOf | Promise<LabelOf>,
  ) =>
  async (parent: FacetsParent, _: unknown, context: ReadContext) => {
    const counts = await counted(facet, parent, context);
    const labelOf = await labels(counts, context);
    return counts.map(({ value, count, sandboxCount }) => ({
      value,
      label: labelOf(value),
      count,
      sandboxCount,
    }));
  };

const written = (facet: "merchants" | "categories") =>
  facetField(facet, async (counts, { db }) => {
    const names = await namesOf(db, facet, counts);
    return (value) => names.get(value) ?? value;
  });

async function prices(parent: FacetsParent, _: unknown, context: ReadContext) {
  const counts = await counted("prices", parent, context);
  return counts.map(({ value, count, sandboxCount }) => {
    const [currency = "", place = ""] = value.split(" ");
    const band = priceBand(currency, Number(place));
    return { value: `${currency} ${band.minPrice}`, label: bandLabel(band), count, sandboxCount, ...band };
  });
}

export const facetFields = {
  networks: facetField("networks", () => (id) => networkNames[id] ?? id),
  sources: facetField("sources", async (_, { sources }) => {
    const names = new Map((await sourcesOf(sources)).map(({ id, name }) => [id, name]));
    return (id) => names.get(id) ?? id;
  }),
  kinds: facetField("kinds", () => kindLabel),
  merchants: written("merchants"),
  categories: written("categories"),
  countries: facetField("countries", () => countryLabel),
  languages: facetField("languages", () => languageLabel),
  coupons: facetField("coupons", () => (has) => (has === "true" ? "With a coupon code" : "Without a code")),
  prices,
  exact: async (parent: FacetsParent, _: unknown, context: ReadContext): Promise<boolean> =>
    areExact(context.db, await requestOf(parent, context)),
};
