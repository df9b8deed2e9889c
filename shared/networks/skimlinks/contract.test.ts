import { testNetworkContract } from "../testing/contract.ts";
import { adapter } from "./index.ts";
import { sandbox } from "./sandbox/index.ts";

testNetworkContract({
  adapter,
  sandbox,
  subId: { setting: "xcust", value: "kit-7", expected: "xcust=kit-7" },
  listingPath: "/v4/publisher/",
  throttling: { kind: "status", status: 406, body: "Not Acceptable" },
  errorBody: { kind: "error-body", body: ["Invalid API key"], path: "/v4/publisher/" },
  // Skimlinks states no totals.
  hidesUnnoticed: true,
  wrongCredentials: { clientId: "wrong-client-1", clientSecret: "wrong-secret-1", publisherId: "999" },
  rejection: /url/,
});
