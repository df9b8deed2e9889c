import { testNetworkContract } from "../testing/contract.ts";
import { adapter } from "./index.ts";
import { sandbox } from "./sandbox/index.ts";

testNetworkContract({
  adapter,
  sandbox,
  subId: { setting: "sid", value: "kit-7", expected: "sid=kit-7", settings: { statuses: ["joined"] } },
  listingPath: "/20120402/publisher/",
  throttling: {
    kind: "status",
    status: 200,
    body: JSON.stringify({ meta: { status: { code: 429, message: "Too many requests" } }, data: [] }),
  },
  errorBody: {
    kind: "error-body",
    body: { meta: { status: { code: 409, message: "Logical conflict" } }, data: [] },
    path: "/20120402/publisher/",
  },
  wrongCredentials: { apiKey: "0123456789abcdef0123456789abcdef" },
  // The key stands in every address, by Pepperjam's contract; it is masked wherever an address is shown.
  secretsInAddresses: true,
  rejection: /code|name/,
});
