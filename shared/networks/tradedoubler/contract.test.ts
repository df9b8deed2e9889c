import { testNetworkContract } from "../testing/contract.ts";
import { adapter } from "./index.ts";
import { sandbox } from "./sandbox/index.ts";

testNetworkContract({
  adapter,
  sandbox,
  subId: { setting: "epi", value: "kit-7", expected: "epi" },
  listingPath: /\/publisher\/programs\?|\/vouchers/,
  throttling: { kind: "status", status: 429, body: "API rate limit exceeded\n" },
  errorBody: {
    kind: "error-body",
    body: [{ code: "500", message: "Something went wrong" }],
    path: /\/publisher\/programs\?|\/vouchers/,
  },
  wrongCredentials: {
    password: "wrong-password-1",
    clientSecret: "wrong-secret-1",
    sourceId: "999",
  },
  // The Open API takes its tokens in the query and nowhere else.
  secretsInAddresses: true,
  // Vouchers come without a total.
  hidesUnnoticed: true,
  rejection: /defaultTrackUri|name|price/,
});
