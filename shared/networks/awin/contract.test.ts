import { testNetworkContract } from "../testing/contract.ts";
import { adapter } from "./index.ts";
import { sandbox } from "./sandbox/index.ts";

testNetworkContract({
  adapter,
  sandbox,
  settings: { programmeTerms: 3 },
  subId: { setting: "clickref", value: "kit-7", expected: "clickref=kit-7" },
  listingPath: "/publisher/312345/promotions",
  wrongCredentials: { accessToken: "wrong-token-1" },
  // Awin has the feed key in the paths of its feeds.
  secretsInAddresses: true,
  rejection: /promotionId|aw_product_id|id|deep_link/,
});
