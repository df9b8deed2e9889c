/**
 * What is left of ShareASale's servers. Nobody recorded what they answer since the closure: here they are gone for good,
 * so that a client which still calls them is noticed.
 */
import { type NetworkSandbox, text } from "../../../sandbox/sandbox.ts";

export const sandbox: NetworkSandbox = {
  create: () => ({
    hosts: ["api.shareasale.com", "www.shareasale.com", "shareasale.com"],
    handle: () => text("ShareASale is now Awin.\n", 410),
  }),
  // It has nothing to list.
  sources: [],
};
