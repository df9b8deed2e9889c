import { testNetworkContract } from "../testing/contract.ts";
import { adapter } from "./index.ts";
import { sandbox } from "./sandbox/index.ts";

testNetworkContract({
  adapter,
  sandbox,
  sourceId: "demo-json",
  brings: { coupons: false, deals: false, programmes: false, commission: false },
  resumes: false,
  subId: { setting: "tracking_parameters", value: { sub: "kit-7" }, expected: "sub=kit-7" },
  listingPath: "/products.json",
  hidesUnnoticed: true,
  wrongCredentials: {},
  rejection: /sku|id/,
});
