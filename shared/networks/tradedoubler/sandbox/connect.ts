/** Connect's programmes and their details. */
import { programmesAt, type SandboxProgramme, zonedClock } from "../../../sandbox/items.ts";
import { type Answer, json, type SandboxContext } from "../../../sandbox/sandbox.ts";
import { type Shop, SHOPS } from "../../../sandbox/shops.ts";

const FIRST = 301_000;
/** Numbers of programmes: the same in vouchers and feeds. */
export const programId = (shop: Shop): number => FIRST + SHOPS.indexOf(shop);

const ACCEPTED = 30;
const statusOf = (place: number): number => (place < ACCEPTED ? 3 : ([1, 5, 6][place % 6] ?? 0));

const programmes = (
  context: SandboxContext,
): { readonly all: readonly SandboxProgramme[]; readonly total: number } => {
  const { shown, total } = programmesAt("tradedoubler", context);
  return { all: shown, total };
};

export function programmePage(query: URLSearchParams, context: SandboxContext): Answer {
  const wanted = (query.get("statusId") ?? "").split(",").filter(Boolean).map(Number);
  const { all, total } = programmes(context);
  const matching = all.filter(({ index }) => wanted.length === 0 || wanted.includes(statusOf(index)));
  const limit = Math.min(Number(query.get("limit") ?? 20), 100);
  const offset = Number(query.get("offset") ?? 0);
  const hidden = total - all.length;
  return json({
    offset,
    limit,
    total: matching.length + (context.trueTotals ? hidden : 0),
    items: matching.slice(offset, offset + limit).map((each) => row(each, context)),
  });
}

/** One in forty has lost its name. */
function row({ shop, index, bits, changedAt }: SandboxProgramme, context: SandboxContext): object {
  const time = zonedClock(changedAt, "UTC", context).replace("+00:00", ".000+0000");
  return {
    id: programId(shop),
    name: index === 7 ? null : `${shop.name} ${shop.country}`,
    // One documented item has it under another name.
    ...(bits % 9 === 0 ? { countryId: shop.country } : { countryCode: shop.country }),
    paused: false,
    categoryIds: [16, 1 + (bits % 19)],
    logoUrl: `https://hst.${shop.domain}/logo.gif`,
    statusId: statusOf(index),
    currencyCode: shop.currency,
    homePage: `https://www.${shop.domain}`,
    deepLinking: true,
    updatedDate: time,
  };
}

/** Documented as a list of one: so it comes here. */
export function programmeDetail(query: URLSearchParams, context: SandboxContext): Answer {
  const found = programmes({ ...context, share: 1 }).all.find(
    ({ shop }) => String(programId(shop)) === query.get("programId"),
  );
  if (!found) return json({ code: "404", message: "No such programme" }, 404);
  const { shop, rate } = found;
  return json([
    {
      ...row(found, context),
      defaultTracker: `https://clk.tradedoubler.com/click?p=${programId(shop)}&a=${query.get("sourceId") ?? ""}`,
      texts: [
        {
          languageCode: shop.language,
          textTypeId: 3,
          text: `<p>${shop.name} &ndash; jetzt auch für Österreich</p>`,
        },
        {
          languageCode: shop.language,
          textTypeId: 34,
          text: "<ul><li>No bidding on the brand</li><li>No pop-ups</li></ul>",
        },
      ],
      segmentTariffs: [
        {
          id: 1,
          name: "General",
          tariffs: [
            { eventName: "Sale", fixedFee: 0, percentageFee: rate },
            { eventName: "App sale", fixedFee: 0, percentageFee: rate + 2 },
            { eventName: "Transaction Inquiry", fixedFee: 0, percentageFee: 100 },
          ],
        },
      ],
    },
  ]);
}
