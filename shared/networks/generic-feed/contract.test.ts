import { describe } from "vitest";
import { testNetworkContract } from "../testing/contract.ts";
import { adapter } from "./index.ts";
import { sandbox } from "./sandbox/index.ts";

const subId = { setting: "tracking_parameters", value: { sub: "kit-7" }, expected: "sub=kit-7" };

describe("a feed of one file", () => {
  testNetworkContract({
    adapter,
    sandbox,
    sourceId: "demo-json",
    brings: { coupons: false, deals: false, programmes: false, commission: false },
    resumes: false,
    subId,
    listingPath: "/products.json",
    // A file says nowhere how many records there should be.
    hidesUnnoticed: true,
    wrongCredentials: {},
    rejection: /sku|id/,
  });
});

describe("a REST API", () => {
  testNetworkContract({
    adapter,
    sandbox,
    sourceId: "demo-rest",
    subId,
    listingPath: "/v1/offers",
    wrongCredentials: { apiToken: "none-of-ours" },
    rejection: /no sourceOfferId/,
  });
});
