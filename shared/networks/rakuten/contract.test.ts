import { testNetworkContract } from "../testing/contract.ts";
import { adapter } from "./index.ts";
import { sandbox } from "./sandbox/index.ts";

testNetworkContract({
  adapter,
  sandbox,
  subId: { setting: "u1", value: "kit-7", expected: "u1=kit-7" },
  listingPath: "/coupon/1.0",
  wrongCredentials: { clientId: "wrong-client-1", clientSecret: "wrong-secret-1", sid: "9999999" },
  rejection: /clickurl|has no price/,
  throttling: {
    kind: "status",
    status: 403,
    body: "The number of requests allowed per minute has been exceeded",
  },
  errorBody: {
    kind: "status",
    status: 200,
    path: "/coupon/1.0",
    headers: { "content-type": "text/xml" },
    body: "<fault><errorcode>40</errorcode><errorstring>Invalid request</errorstring></fault>",
  },
});
