import { testNetworkContract } from "../testing/contract.ts";
import { adapter } from "./index.ts";
import { sandbox } from "./sandbox/index.ts";

testNetworkContract({
  adapter,
  sandbox,
  subId: { setting: "pubref", value: "kit-7", expected: "/pubref:kit-7", settings: { statuses: ["joined"] } },
  listingPath: /participations|voucher|deal/,
  throttling: {
    kind: "status",
    status: 429,
    headers: { "x-ratelimit-retry-after": "1" },
    body: JSON.stringify({ error: { message: "Too Many Requests", type: "429" } }),
  },
  errorBody: {
    kind: "error-body",
    body: { error: { message: "Something went wrong", type: "500" } },
    path: /participations|voucher|deal/,
  },
  wrongCredentials: { applicationKey: "wrong-app-1", userApiKey: "wrong-user-1", publisherId: "9x9" },
  rejection: /voucher_code/,
});
