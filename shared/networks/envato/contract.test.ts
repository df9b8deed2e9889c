import { testNetworkContract } from "../testing/contract.ts";
import { adapter } from "./index.ts";
import { sandbox } from "./sandbox/index.ts";

testNetworkContract({
  adapter,
  sandbox,
  subId: { setting: "subId", value: "kit-7", expected: "subId1=kit-7" },
  listingPath: "/v1/discovery/",
  errorBody: { kind: "error-body", body: { error_message: "Something went wrong" }, path: "/v1/discovery/" },
  wrongCredentials: { personalToken: "wrong-token-1" },
  rejection: /price_cents/,
});
