/** `offers prices`: what an offer cost and paid over time. */
import type { Command } from "commander";
import { isStale, staleOffers } from "../../shared/networks/display.ts";
import type { Commission, Money } from "../../shared/offer/model.ts";
import { lowestPrice30Days, type LowestPrice } from "../../shared/prices/lowest-price.ts";
import { priceHistory, type PricePoint } from "../../shared/prices/price-history.ts";
import type { Feed } from "./feed.ts";
import { dataDirOf, wholeNumber } from "./options.ts";
import { CommandFailed, print, printJson, table } from "./output.ts";
import { withFeed } from "./session.ts";

export function addPricesCommand(program: Command): void {
  program
    .command("prices <offer>")
    .description(
      "what an offer cost and paid over time, newest first, and its lowest price before the current one",
    )
    .option("--limit <count>", "how many points", wholeNumber(1, 200), 20)
    .option("--json", "as JSON")
    .action(async (offerId: string, options: { limit: number; json?: boolean }, command: Command) =>
      withFeed({ data: dataDirOf(command) }, async ({ feed }) => {
        const prices = await pricesOf(feed, offerId, options.limit);
        if (options.json) return printJson(prices);
        print(
          table(
            ["from", "until", "price", "before", "commission", "offered", "version"],
            prices.points.map(row),
            6,
          ),
        );
        if (prices.hasNextPage)
          print("There are more: give a higher --limit, or page through priceHistory in GraphQL.");
        print(inWords(prices.lowestPrice30Days));
      }),
    );
}

interface Prices {
  readonly offerId: string;
  readonly points: readonly PricePoint[];
  readonly hasNextPage: boolean;
  readonly lowestPrice30Days: LowestPrice | null;
}

/** @throws CommandFailed when there is no such offer, or its network's terms keep it from being shown */
async function pricesOf({ ledger, sources }: Feed, offerId: string, first: number): Promise<Prices> {
  const now = new Date();
  const rules = { now, stale: staleOffers(await sources.list(), now) };
  const current = await ledger.current(offerId);
  if (current === null) throw new CommandFailed(`There is no offer "${offerId}".`);
  if (isStale(current, rules.stale)) {
    throw new CommandFailed(
      `The terms of ${current.networkId} let its offers be shown only while they are fresh: sync ${current.sourceId} first.`,
    );
  }
  const { points, hasNextPage } = await priceHistory(ledger, offerId, { first, after: null }, rules);
  return { offerId, points, hasNextPage, lowestPrice30Days: await lowestPrice30Days(ledger, offerId, rules) };
}

const row = ({ at, until, price, originalPrice, commission, offered, version }: PricePoint): string[] => [
  at,
  until ?? "now",
  amount(price),
  amount(originalPrice),
  share(commission),
  offered ? "yes" : "no",
  String(version),
];

const amount = (money: Money | null): string => (money === null ? "" : `${money.amount} ${money.currency}`);

function share(commission: Commission | null): string {
  if (commission === null) return "";
  const { min, max, currency } = commission;
  const values = [...new Set([min, max])].filter((value) => value !== null);
  return `${values.join(" to ")} ${currency ?? "%"}`;
}

function inWords(lowest: LowestPrice | null): string {
  if (lowest === null) return "There is no lowest price of the 30 days before the current one.";
  const part = lowest.complete ? "" : " (it has been known for a part of these days only)";
  return `Lowest price from ${lowest.from} until ${lowest.until}, when the current one took effect: ${amount(lowest)}${part}.`;
}
