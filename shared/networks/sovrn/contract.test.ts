import { testNetworkContract } from "../testing/contract.ts";
import { adapter } from "./index.ts";
import { sandbox } from "./sandbox/index.ts";

testNetworkContract({
  adapter,
  sandbox,
  subId: { setting: "cuid", value: "kit-7", expected: "cuid=kit-7" },
  listingPath: "/merchants/",
  // Lookups state no totals; merchants do.
  hidesUnnoticed: true,
  wrongCredentials: { secretKey: "wrong-secret-1", campaignId: "999" },
  rejection: /name|salePrice/,
});
