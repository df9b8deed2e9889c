import { testNetworkContract } from "../testing/contract.ts";
import { adapter } from "./index.ts";
import { sandbox } from "./sandbox/index.ts";

testNetworkContract({
  adapter,
  sandbox,
  // Only joined programmes have a link of the publisher's own.
  subId: { setting: "subId", value: "kit-7", expected: "sid=kit-7", settings: { available: false } },
  listingPath: "/api/v2/marketplace/programs",
  // A programme list without totals: what is hidden at its end is missed by nobody.
  hidesUnnoticed: true,
  wrongCredentials: { apiKey: "wrong-key-1" },
  rejection: /name/,
});
