import { testNetworkContract } from "../testing/contract.ts";
import { adapter } from "./index.ts";
import { sandbox } from "./sandbox/index.ts";

testNetworkContract({
  adapter,
  sandbox,
  subId: { setting: "subId", value: "kit-7", expected: "subid=kit-7" },
  listingPath: "/products.json",
  throttling: { kind: "status", status: 430, body: "<html><h1>Security</h1></html>" },
  errorBody: { kind: "error-body", path: "/products.json", body: { errors: "Not Found" } },
  // Shopify states no totals.
  hidesUnnoticed: true,
  wrongCredentials: {},
  rejection: /variants: is empty/,
});
