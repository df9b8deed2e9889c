import { describe } from "vitest";
import { testNetworkContract } from "../testing/contract.ts";
import { adapter } from "./index.ts";
import { sandbox } from "./sandbox/index.ts";

const ofBoth = {
  adapter,
  sandbox,
  subId: { setting: "trackingId", value: "kit_7", expected: "tid=kit_7" },
  // Nobody logs in to read the marketplace.
  wrongCredentials: {},
  rejection: /site|Id/,
  // An empty marketplace is a mistake, never a reason to remove everything.
  emptyCoverage: "PARTIAL",
} as const;

describe("by the search", () => {
  testNetworkContract({ ...ofBoth, listingPath: "/graphql", largeScale: 5 });
});

describe("by the feed", () => {
  testNetworkContract({
    ...ofBoth,
    settings: { source: "feed" },
    listingPath: "/feeds/",
    resumes: false,
    // A file that counts nothing.
    hidesUnnoticed: true,
  });
});
