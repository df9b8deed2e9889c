import { testNetworkContract } from "../testing/contract.ts";
import { adapter } from "./index.ts";
import { sandbox } from "./sandbox/index.ts";

testNetworkContract({
  adapter,
  sandbox,
  subId: { setting: "subId", value: "kit-7", expected: "campaign=kit-7" },
  listingPath: "/wp-json/wc/",
  throttling: {
    kind: "status",
    status: 400,
    headers: { "content-type": "application/json", "ratelimit-retry-after": "7" },
    body: '{"code":"rate_limit_exceeded","message":"Too many requests.","data":{"status":400}}',
  },
  wrongCredentials: {
    consumerKey: "ck_0000000000000000000000000000000000000000",
    consumerSecret: "cs_0000000000000000000000000000000000000000",
  },
  rejection: /prices: is missing|code: is empty/,
  // Its limiter lets 25 requests through at once.
  largeScale: 3,
});
