import { testNetworkContract } from "../testing/contract.ts";
import { adapter } from "./index.ts";
import { sandbox } from "./sandbox/index.ts";

testNetworkContract({
  adapter,
  sandbox,
  subId: { setting: "sid", value: "kit-7", expected: "sid=kit-7" },
  listingPath: "/v2/link-search",
  wrongCredentials: { personalAccessToken: "wrong-token-1", companyId: "5999999", websiteId: "7999999" },
  rejection: /link-id|linkCode/,
});
