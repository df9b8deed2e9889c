import { testNetworkContract } from "../testing/contract.ts";
import { adapter } from "./index.ts";
import { sandbox } from "./sandbox/index.ts";

testNetworkContract({
  adapter,
  sandbox,
  subId: { setting: "subId", value: "kit_7", expected: "marker=111001.kit_7" },
  listingPath: "/aviasales/",
  errorBody: {
    kind: "error-body",
    body: { success: false, data: null, error: "internal" },
    path: "/aviasales/",
  },
  givesIds: false,
  // Travelpayouts states no totals.
  hidesUnnoticed: true,
  wrongCredentials: { token: "00000000000000000000000000000000" },
  rejection: /price/,
});
