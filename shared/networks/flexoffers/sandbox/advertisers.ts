/** GET /v3/advertisers: programmes with their payout, and how the publisher stands with them. */
import { programmesAt, type SandboxProgramme, wallClock } from "../../../sandbox/items.ts";
import type { Answer, SandboxContext } from "../../../sandbox/sandbox.ts";
import { type Shop, SHOPS } from "../../../sandbox/shops.ts";
import { FLEXOFFERS_ZONE } from "../definition.ts";
import { badRequest, listAnswer, PAGES_OF_25 } from "./lists.ts";

/** The publisher's own number, which stands in every link. */
export const DOMAIN_ID = 1_400_021;

const STATUSES = ["Approved", "Pending", "Declined", "Suspended", "Deactivated", "Not Applied For"];

/** Four shops in five are joined; the others stand otherwise, in turn. */
const statusOf = (place: number): string =>
  place % 5 === 4 ? (STATUSES[1 + (Math.floor(place / 5) % 5)] ?? "Pending") : "Approved";

export const APPROVED_SHOPS: readonly Shop[] = SHOPS.filter((_, place) => statusOf(place) === "Approved");

/** An advertiser's number by its shop's domain, as the listing of that moment has it. */
export const advertiserIds = (context: SandboxContext): ReadonlyMap<string, number> =>
  new Map(
    programmesAt("flexoffers-programme", { ...context, share: 1 }).shown.map(({ shop, id }) => [
      shop.domain,
      id,
    ]),
  );

export function advertisers(query: URLSearchParams, context: SandboxContext): Answer {
  const programStatus = query.get("ProgramStatus");
  const status = query.get("ApplicationStatus") ?? "";
  if (programStatus !== "Approved" && programStatus !== "Deactivated")
    return badRequest("The field ProgramStatus is required.");
  if (status !== "All" && !STATUSES.includes(status))
    return badRequest("The field ApplicationStatus is invalid.");
  const { shown, total } = programmesAt("flexoffers-programme", context);
  const asked = (programme: SandboxProgramme): boolean =>
    programStatus === "Approved" && (status === "All" || statusOf(programme.index) === status);
  const matching = shown.filter(asked);
  const hidden = total - shown.length;
  return listAnswer({ shown: matching, total: matching.length + hidden }, query, PAGES_OF_25, written);
}

function written(programme: SandboxProgramme): object {
  const { id, shop, rate, index, bits, bornAt, changedAt } = programme;
  const status = statusOf(index);
  const zoneless = (time: Date): string => wallClock(time, FLEXOFFERS_ZONE);
  return {
    id,
    name: shop.name,
    domainUrl: `https://www.${shop.domain}`,
    categoryIds: "12,40",
    categoryNames: "Home & Garden,Clothing",
    created: zoneless(bornAt),
    programStatus: "Approved",
    lastStatusUpdated: zoneless(bornAt),
    applicationStatus: status,
    applicationStatusDate: zoneless(bornAt),
    applicationStatusId: STATUSES.indexOf(status) + 1,
    description: `<p>${programme.description.replace("–", "&ndash;")}</p><p>Linen &amp; homeware</p>`,
    payout: `${rate}.00%`,
    imageUrl: `https://cdn.${shop.domain}/logo.png`,
    country: shop.country,
    sevenDayEpc: null,
    thirtyDayEpc: "0.20",
    threeMonthEpc: "0.31",
    productAdvertiser: true,
    promotionalAdvertiser: true,
    allowsDeeplinking: index !== 3,
    // One of them takes no deep links, and has no address here for it.
    deeplinkURL:
      index === 3
        ? ""
        : `https://track.flexlinkspro.com/g.ashx?foid=1.${id}&trid=${DOMAIN_ID}.${id}&foc=17&fot=9999&fos=1&url=`,
    flexLinks: true,
    lastCommissionUpdated: zoneless(changedAt),
    networkRank: "3",
    actions: actionsOf(programme, bits),
  };
}

function actionsOf({ id, rate }: SandboxProgramme, bits: number): object[] {
  const action = (name: string, type: string, commissionType: string, commission: string): object => ({
    action: name,
    actionType: type,
    commissionType,
    commission,
    description: "",
    programID: id,
    programAction: null,
    descriptionCharsCount: 0,
  });
  const sale = action("Sale", "Sale", "Percentage", `${rate}.00%`);
  if (bits % 4 === 0)
    return [sale, action("New customer", "Sale", "Percentage", `${rate + 2}.00% - ${rate + 6}.00%`)];
  if (bits % 4 === 1) return [action("Newsletter", "Lead", "Flat", "$2.50"), sale];
  // Some have their payout only.
  return bits % 4 === 2 ? [] : [sale];
}
