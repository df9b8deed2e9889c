/** Which product catalogues there are. */
import * as z from "zod";
import { FeedUnreadable } from "../adapter.ts";
import { allRows, type FlexoffersContext } from "./api.ts";
import { spelt } from "./spelling.ts";

const catalogueSchema = z.looseObject({
  cid: z.union([z.int(), z.string().regex(/^\d+$/)]).transform(String),
  currency: z.string().trim().nullish(),
});

export interface Catalogue {
  readonly cid: string;
  readonly currency: string | null;
}

/** In the order of their numbers, those of the settings only. @throws FeedUnreadable for a row without `cid` */
export async function catalogues(context: FlexoffersContext): Promise<Catalogue[]> {
  const { catalogIds, pageSize } = context.settings;
  const rows = await allRows(context, "/products/allcatalogs", {}, pageSize);
  const known = new Map<string, Catalogue>();
  for (const row of rows) {
    const read = catalogueSchema.safeParse(spelt(row, Object.keys(catalogueSchema.shape)));
    if (!read.success) throw new FeedUnreadable("A row of FlexOffers' /products/allcatalogs has no cid");
    const { cid, currency } = read.data;
    known.set(cid, { cid, currency: currency || null });
  }
  return [...known.values()]
    .filter(({ cid }) => catalogIds.length === 0 || catalogIds.includes(cid))
    .toSorted((one, other) => Number(one.cid) - Number(other.cid));
}
