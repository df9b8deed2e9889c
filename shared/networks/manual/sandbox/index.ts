/** There is no network to stand in for: editors enter the offers. */
import { type NetworkSandbox, text } from "../../../sandbox/sandbox.ts";

export const sandbox: NetworkSandbox = {
  create: () => ({ hosts: ["manual.invalid"], handle: () => text("There is no such network.\n", 404) }),
  sources: [],
};
