/** Reading the change log through the API: for functions that reach the internet, and so not the database. */
import { CursorLapsed, type ChangesRead, type ReadChanges } from "../shared/webhooks/deliver.ts";
import { type ApiAnswer, callApi } from "./api-call.ts";
import type { Sign } from "./hosts/sigv4.ts";
import { OFFER_CHANGE_FIELDS } from "./publish-selection.ts";

/** The API did not answer with changes. */
export class ChangesUnreadable extends Error {
  override readonly name = "ChangesUnreadable";
}

const QUERY = `query Changes($since: String, $filter: OfferFilter, $first: Int) {
  offerChanges(since: $since, filter: $filter, first: $first) {
    cursor hasMore nodes { ${OFFER_CHANGE_FIELDS} }
  }
}`;

/**
 * @param url the API's GraphQL endpoint
 * @returns throws ChangesUnreadable when the API does not answer, and CursorLapsed when it refuses the cursor
 */
export const changesReader =
  (url: string, sign: Sign): ReadChanges =>
  async ({ since, filter, first }) => {
    // What AppSync hands out in one answer is limited to 5 MB: a page that it cannot is asked for in parts.
    for (let count = first; ; count = Math.ceil(count / 10)) {
      const body = JSON.stringify({ query: QUERY, variables: { since, filter, first: count } });
      const answer = await callApi(url, body, sign);
      if (answer.ok) return (answer.data as { readonly offerChanges: ChangesRead }).offerChanges;
      if (count === 1 || answer.retry || answer.code === "BAD_USER_INPUT") throw refused(answer);
    }
  };

const refused = ({ code, reason }: ApiAnswer & { readonly ok: false }): Error =>
  code === "BAD_USER_INPUT"
    ? new CursorLapsed(`The API refused the cursor or the filter: ${reason}`)
    : new ChangesUnreadable(`The changes could not be read: ${reason}`);
