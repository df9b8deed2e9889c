/** Approved programmes: what promotions and products are read against, and the list of their own. */
import { allRows, type FlexoffersContext } from "./api.ts";
import { type JoinedAdvertiser, joinedOf } from "./records.ts";

export const ADVERTISERS = "/advertisers";

/** FlexOffers gives no more than 25 programmes a call. */
export const ADVERTISERS_PAGE = 25;

export const programmesQuery = (applicationStatus: string): Record<string, string> => ({
  ProgramStatus: "Approved",
  ApplicationStatus: applicationStatus,
});

/**
 * The approved programmes of one run, by id: asked for once, when first needed. A few fields of each are kept, so that
 * thousands of programmes are a few megabytes.
 */
export class ApprovedAdvertisers {
  readonly #context: FlexoffersContext;
  #all: Promise<ReadonlyMap<string, JoinedAdvertiser>> | null = null;

  constructor(context: FlexoffersContext) {
    this.#context = context;
  }

  all(): Promise<ReadonlyMap<string, JoinedAdvertiser>> {
    this.#all ??= this.#asked();
    return this.#all;
  }

  async #asked(): Promise<ReadonlyMap<string, JoinedAdvertiser>> {
    const rows = await allRows(
      this.#context,
      ADVERTISERS,
      programmesQuery("Approved"),
      ADVERTISERS_PAGE,
      "Page",
    );
    const known = rows.map(joinedOf).filter((advertiser) => advertiser !== null);
    return new Map(known.map((advertiser) => [advertiser.id, advertiser]));
  }
}
