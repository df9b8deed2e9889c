/** ShareASale: no request is ever made; whoever runs a source of it is told where its offers went. */
import { type NetworkAdapter, NetworkRetired, RecordRejected } from "../adapter.ts";
import { quotaKeyOf } from "../kit/quota-key.ts";
import { closed, definition } from "./definition.ts";

export const adapter: NetworkAdapter<Record<string, never>, Record<string, unknown>, never> = {
  ...definition,
  quotaKey: () => quotaKeyOf("shareasale"),
  fetchOffers(): never {
    throw new NetworkRetired(closed);
  },
  toOffer(): never {
    throw new RecordRejected(closed.message);
  },
};
