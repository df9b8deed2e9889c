import { testNetworkContract } from "../testing/contract.ts";
import { adapter } from "./index.ts";
import { sandbox } from "./sandbox/index.ts";

testNetworkContract({
  adapter,
  sandbox,
  subId: { setting: "subId", value: "kit-7", expected: "fobs=kit-7" },
  listingPath: "/v3/promotions",
  wrongCredentials: { apiKey: "0f6c2a1e-7d34-4b0c-9a55-3c1d2e4f5a6b" },
  throttling: { kind: "status", status: 403 },
  rejection: /linkId|linkUrl|deeplinkURL/,
});
