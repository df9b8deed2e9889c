/** The publisher's own link to an advertiser: Rakuten gives a programme none, so it is formed, or asked for. */
import * as z from "zod";
import type { RakutenApi, RakutenContext } from "./api.ts";
import type { Advertiser } from "./records.ts";

const DEEP_LINK = "https://click.linksynergy.com/deeplink";

const answerSchema = z.looseObject({
  advertiser: z.looseObject({ deep_link: z.looseObject({ deep_link_url: z.url({ protocol: /^https?$/ }) }) }),
});

/**
 * A deep link to the advertiser's site where it allows deep links: formed from the site id of the settings, else asked
 * for. Else its first text link. Null where there is neither.
 */
export async function programmeLink(
  api: RakutenApi,
  { settings }: RakutenContext,
  mid: string,
  advertiser: Advertiser | null,
): Promise<string | null> {
  const site = advertiser?.url;
  if (!site || advertiser.features?.deep_links !== true) return textLink(api, mid);
  if (settings.siteId !== undefined) {
    return `${DEEP_LINK}?id=${settings.siteId}&mid=${mid}&murl=${encodeURIComponent(site)}`;
  }
  const answer = answerSchema.safeParse(
    await api.post("/v1/links/deep_links", { url: site, advertiser_id: Number(mid) }),
  );
  return answer.data?.advertiser.deep_link.deep_link_url ?? textLink(api, mid);
}

/** The path of all text links: every category, any time, and a campaign id that is retired and must stay. */
async function textLink(api: RakutenApi, mid: string): Promise<string | null> {
  const root = await api.xml(`/linklocator/1.0/getTextLinks/${mid}/-1///-1/1`, "getTextLinksResponse");
  const links = root.all("ns1:return").map((each) => ({
    id: Number(each.textOf("ns1:linkID") ?? Number.POSITIVE_INFINITY),
    url: each.textOf("ns1:clickURL"),
  }));
  // The lowest id: the same one in every run, and most often the oldest, the link to the front page.
  return links.toSorted((a, b) => a.id - b.id).find(({ url }) => url !== null)?.url ?? null;
}
