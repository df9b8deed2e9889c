/** Queries of offers: single ones from the ledger, lists and changes from the read model. */
import { may } from "../../shared/access/caller.ts";
import { offerChanges } from "../../shared/readmodel/changes.ts";
import { correctedText } from "../../shared/readmodel/corrections.ts";
import type { MeantFilter, OfferFilter } from "../../shared/readmodel/filter.ts";
import { countOffers, listOffers } from "../../shared/readmodel/list-offers.ts";
import { isStale } from "../../shared/networks/display.ts";
import { statusAt } from "../../shared/readmodel/status-at.ts";
import type { OfferOrder } from "../../shared/readmodel/orders.ts";
import type { ReadContext, RequestContext } from "../context.ts";
import { ApiError } from "../errors.ts";
import { type OfferView, toOffer, toOfferChange } from "../offer-view.ts";
import { type PageArguments, pageSize } from "../paging.ts";
import { staleFor } from "../stale-offers.ts";

export async function offer(
  _: unknown,
  args: { id: string },
  context: ReadContext,
): Promise<OfferView | null> {
  const record = await context.ledger.current(args.id);
  if (record === null || isStale(record, await staleFor(context))) return null;
  return may(context, "offers:curate") || statusAt(record, context.now) === "ACTIVE"
    ? toOffer(record, context.now)
    : null;
}

interface OffersArguments extends PageArguments {
  readonly filter?: OfferFilter | null;
  readonly orderBy?: OfferOrder | null;
}

/** What `totalCount` goes by; not a field of the schema. */
interface OfferConnectionParent {
  readonly counted: MeantFilter;
}

export async function offers(_: unknown, args: OffersArguments, context: ReadContext) {
  const filter = permitted(args.filter ?? {}, context);
  const stale = await staleFor(context);
  const list = await listOffers(context.db, {
    filter,
    order: args.orderBy ?? "LATEST",
    first: pageSize(args.first),
    after: args.after ?? null,
    now: context.now,
    stale,
    mistakes: true,
  });
  const edges = list.offers.map(({ record, cursor }) => ({ cursor, node: toOffer(record, context.now) }));
  return {
    edges,
    nodes: edges.map((edge) => edge.node),
    pageInfo: { hasNextPage: list.hasNextPage, endCursor: edges.at(-1)?.cursor ?? null },
    correctedText: correctedText(list.filter),
    counted: list.filter,
  };
}

export const totalCount = async (
  parent: OfferConnectionParent,
  _: unknown,
  context: ReadContext,
): Promise<number> => countOffers(context.db, parent.counted, context.now, await staleFor(context));

/** @throws ApiError FORBIDDEN when somebody who may not curate them asks for other offers than active ones */
export function permitted(filter: OfferFilter, context: RequestContext): OfferFilter {
  const others = (filter.statuses ?? []).filter((status) => status !== "ACTIVE");
  if (others.length > 0 && !may(context, "offers:curate")) {
    throw new ApiError(
      "FORBIDDEN",
      `Offers that are ${others.join(" or ")} are shown to editors only (scope offers:curate).`,
    );
  }
  return filter;
}

interface ChangesArguments {
  readonly since?: string | null;
  readonly filter?: OfferFilter | null;
  readonly first?: number | null;
}

export async function changes(_: unknown, args: ChangesArguments, context: ReadContext) {
  const page = await offerChanges(context.db, {
    since: args.since ?? null,
    filter: args.filter ?? {},
    first: pageSize(args.first, 100),
    now: context.now,
    stale: await staleFor(context),
  });
  return {
    nodes: page.changes.map(({ record, type, cursor }) => toOfferChange(record, type, context.now, cursor)),
    cursor: page.cursor,
    hasMore: page.hasMore,
    correctedText: correctedText(page.filter),
  };
}
