/** Link Search: coupons, deals, and the plain links of advertisers. */
import { LINK_SEARCH } from "./limits.ts";
import { type CjContext, type RestApi, type RestPage, restPage } from "./rest.ts";

const API: RestApi = {
  url: "https://link-search.api.cj.com/v2/link-search",
  quota: LINK_SEARCH,
  list: "links",
  row: "link",
};

/** One page of links with tracking codes of the account's property. */
export const searchLinks = (
  context: CjContext,
  page: number,
  query: Readonly<Record<string, string>>,
): Promise<RestPage> =>
  restPage(context, API, page, { "website-id": context.credentials.websiteId, ...query });
