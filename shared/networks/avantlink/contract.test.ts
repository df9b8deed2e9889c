import { testNetworkContract } from "../testing/contract.ts";
import { adapter } from "./index.ts";
import { sandbox } from "./sandbox/index.ts";

testNetworkContract({
  adapter,
  sandbox,
  subId: {
    setting: "customTrackingCode",
    value: "kit-7",
    expected: "ctc=kit-7",
    settings: { pull: ["coupons", "products"] },
  },
  listingPath: /module=AdSearch/,
  throttling: { kind: "status", status: 200, body: "Request frequency limit exceeded for this module." },
  // AvantLink states no totals.
  hidesUnnoticed: true,
  wrongCredentials: { authKey: "wrong0key0wrong0key0", websiteId: "99999", affiliateId: "11111" },
  // AvantLink takes its key in the query and nowhere else.
  secretsInAddresses: true,
  rejection: /ad url|price/,
});
