import { testNetworkContract } from "../testing/contract.ts";
import { adapter } from "./index.ts";
import { sandbox } from "./sandbox/index.ts";

testNetworkContract({
  adapter,
  sandbox,
  subId: { setting: "subId", value: "kit-7", expected: "campaign=kit-7" },
  listingPath: "/deals",
  throttling: { kind: "status", status: 429, headers: { "retry-after": "1" }, body: "Slow down" },
  errorBody: { kind: "error-body", path: "/deals", body: { error: "Something went wrong" } },
  // Pages state no totals, and an empty listing is as good as one that has lost its markup.
  hidesUnnoticed: true,
  wrongCredentials: {},
  rejection: /price: “ask us” cannot be read/,
});
