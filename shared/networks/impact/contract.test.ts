import { testNetworkContract } from "../testing/contract.ts";
import { adapter } from "./index.ts";
import { sandbox } from "./sandbox/index.ts";

testNetworkContract({
  adapter,
  sandbox,
  subId: { setting: "subId1", value: "kit-7", expected: "subId1=kit-7" },
  listingPath: /\/(?:Ads|Items)\?/,
  throttling: { kind: "status", status: 429, headers: { "x-ratelimit-reset": "1" } },
  errorBody: {
    kind: "error-body",
    body: { Status: "ERROR", Message: "Something went wrong" },
    path: /\/(?:Ads|Items)\?/,
  },
  // Items state no total.
  hidesUnnoticed: true,
  wrongCredentials: { accountSid: "IRwrong0account0sid", authToken: "wrong-token-1" },
  rejection: /TrackingLink|CampaignName|CurrentPrice|not among the joined|no joined programme/,
});
