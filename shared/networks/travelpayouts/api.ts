/** Calls to api.travelpayouts.com: an envelope that says itself whether it is a success. */
import * as z from "zod";
import { FeedUnreadable, type FetchContext } from "../adapter.ts";
import { refusedOr } from "../kit/refusal.ts";
import type { TravelpayoutsCredentials, TravelpayoutsSettings } from "./definition.ts";

export type TravelpayoutsContext = FetchContext<TravelpayoutsCredentials, TravelpayoutsSettings>;

const BASE = "https://api.travelpayouts.com";
/** Internal, and its spelling is real. */
const BRANDS_URL = "https://app.travelpayouts.com/money_script_api/get_subscribed_campaings";

const REMEDY =
  "Travelpayouts refused token. Copy it from Profile > API token; the Aviasales programme has to be joined.";

const envelope = z.looseObject({
  success: z.boolean().nullish(),
  data: z.unknown(),
  currency: z.string().nullish(),
  error: z.unknown(),
});

export interface FarePage {
  readonly rows: readonly unknown[];
  /** ISO 4217: rows name none of their own. */
  readonly currency: string;
}

/**
 * @param path "/aviasales/v3/prices_for_dates"
 * @throws CredentialsRefused on 401 and 403; FeedUnreadable when the envelope says that it is no success
 */
export async function farePage(
  context: TravelpayoutsContext,
  path: string,
  query: Readonly<Record<string, string>>,
): Promise<FarePage> {
  const { currency, market } = context.settings;
  // Both always: the defaults are roubles and Russia.
  const parameters = new URLSearchParams({ ...query, currency: currency.toLowerCase(), market });
  const answer = envelope.safeParse(await call(context, `${BASE}${path}?${parameters}`));
  if (!answer.success) throw new FeedUnreadable(`Travelpayouts' answer to ${path} is no object`);
  const { success, data, error, currency: stated } = answer.data;
  if (success !== true) throw new FeedUnreadable(`Travelpayouts refused ${path}: ${textOf(error)}`);
  if (Array.isArray(data)) return { rows: data, currency: (stated ?? currency).toUpperCase() };
  throw new FeedUnreadable(`Travelpayouts' answer to ${path} holds no list "data"`);
}

/** Cities by IATA code, as the file has them. It needs no token. */
export async function cityRows(context: TravelpayoutsContext): Promise<readonly unknown[]> {
  const answer = await call(context, `${BASE}/data/${context.settings.locale}/cities.json`);
  if (Array.isArray(answer)) return answer;
  throw new FeedUnreadable("Travelpayouts' list of cities is no JSON list");
}

/** Joined brands; an undocumented list that needs no token. */
export async function brandRows(context: TravelpayoutsContext): Promise<readonly unknown[]> {
  const answer = await (
    await context.http.request({ url: `${BRANDS_URL}?marker=${context.credentials.marker}` })
  ).json();
  if (Array.isArray(answer)) return answer;
  throw new FeedUnreadable(
    "Travelpayouts' list of joined brands is no JSON list; leave “brands” out of pull",
  );
}

async function call({ http, credentials }: TravelpayoutsContext, url: string): Promise<unknown> {
  try {
    return await (await http.request({ url, headers: { "x-access-token": credentials.token } })).json();
  } catch (error) {
    throw refusedOr(error, REMEDY);
  }
}

const textOf = (error: unknown): string =>
  typeof error === "string" && error !== "" ? error : (JSON.stringify(error ?? "no reason given") ?? "");
