import { testNetworkContract } from "../testing/contract.ts";
import { adapter } from "./index.ts";
import { sandbox } from "./sandbox/index.ts";

testNetworkContract({
  adapter,
  sandbox,
  subId: { setting: "ascsubtag", value: "kit-7", expected: "ascsubtag=kit-7" },
  listingPath: "/catalog/v1/searchItems",
  throttling: {
    kind: "status",
    status: 429,
    body: JSON.stringify({ type: "ThrottleException", message: "Rate exceeded", retryAfterSeconds: 1 }),
  },
  // Searches state an estimate, and feeds nothing.
  hidesUnnoticed: true,
  wrongCredentials: {
    credentialId: "wrong-credential-1",
    credentialSecret: "wrong-secret-1",
    partnerTag: "wrong-21",
  },
  rejection: /title|asin/,
});
