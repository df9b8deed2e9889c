/** Manual entry: a run that lists such a source finds that nothing has moved, and removes nothing. */
import { type NetworkAdapter, RecordRejected } from "../adapter.ts";
import { quotaKeyOf } from "../kit/quota-key.ts";
import { definition } from "./definition.ts";

const NOTHING_TO_FETCH = "editors enter this source's offers: there is nothing to fetch";
const NOTHING: readonly never[] = [];

export const adapter: NetworkAdapter<Record<string, never>, Record<string, never>, never> = {
  ...definition,
  quotaKey: () => quotaKeyOf("manual"),
  async *fetchOffers() {
    yield* NOTHING;
    return { coverage: "STALE", reason: NOTHING_TO_FETCH };
  },
  toOffer(): never {
    throw new RecordRejected(NOTHING_TO_FETCH);
  },
};
