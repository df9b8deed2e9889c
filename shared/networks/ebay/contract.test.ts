import { testNetworkContract } from "../testing/contract.ts";
import { adapter } from "./index.ts";
import { sandbox } from "./sandbox/index.ts";

testNetworkContract({
  adapter,
  sandbox,
  subId: { setting: "referenceId", value: "kit-7", expected: "customid=kit-7" },
  listingPath: "/buy/",
  throttling: {
    kind: "status",
    status: 429,
    body: JSON.stringify({ errors: [{ errorId: 2001, domain: "ACCESS", message: "Too many requests." }] }),
  },
  errorBody: {
    kind: "error-body",
    path: "/buy/",
    body: JSON.stringify({ total: 3, warnings: [{ errorId: 12002, message: "The filter is invalid." }] }),
  },
  wrongCredentials: { clientId: "Other-demo-PRD-1", clientSecret: "PRD-wrong" },
  rejection: /title|itemId/,
});
