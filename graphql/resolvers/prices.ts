/** What an offer cost and paid over time. */
import { lowestPrice30Days as lowestPrice, type LowestPrice } from "../../shared/prices/lowest-price.ts";
import { priceHistory as history } from "../../shared/prices/price-history.ts";
import { encodeCursor, readPriceCursor } from "../../shared/readmodel/cursor.ts";
import type { ReadContext } from "../context.ts";
import type { OfferView } from "../offer-view.ts";
import { type PageArguments, pageSize } from "../paging.ts";
import { historyRules } from "../stale-offers.ts";

export async function priceHistory(parent: OfferView, args: PageArguments, context: ReadContext) {
  const first = pageSize(args.first);
  const cursor = args.after === null || args.after === undefined ? null : readPriceCursor(args.after);
  const after = cursor === null ? null : { before: cursor.p, until: cursor.u };
  const page = await history(context.ledger, parent.id, { first, after }, await historyRules(context));
  return {
    nodes: page.points,
    pageInfo: {
      hasNextPage: page.hasNextPage,
      endCursor: page.end === null ? null : encodeCursor({ p: page.end.before, u: page.end.until }),
    },
  };
}

export const lowestPrice30Days = async (
  parent: OfferView,
  _: unknown,
  context: ReadContext,
): Promise<LowestPrice | null> => lowestPrice(context.ledger, parent.id, await historyRules(context));
