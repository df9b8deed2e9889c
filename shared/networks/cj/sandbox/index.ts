/** CJ's servers: two REST APIs and one GraphQL, each with a quota of its own. */
import {
  type Answer,
  json,
  type NetworkSandbox,
  type Sandbox,
  type SandboxContext,
  type SandboxRequest,
} from "../../../sandbox/sandbox.ts";
import { Throttle } from "../../../sandbox/throttle.ts";
import { cjSandboxCredentials } from "./credentials.ts";
import { graphql } from "./graphql.ts";
import { advertiserLookup, linkSearch, restError } from "./rest.ts";

const { personalAccessToken } = cjSandboxCredentials;

export const sandbox: NetworkSandbox = {
  create: cjSandbox,
  sources: [
    {
      id: "demo-cj",
      networkId: "cj",
      name: "CJ Affiliate (sandbox)",
      settings: { pull: ["programmes", "promotions", "products"], sid: "offerfeed-demo" },
      credentials: cjSandboxCredentials,
    },
  ],
};

/** 25 calls a minute for each REST API; the burst is twice that, since several processes may share the sandbox. */
const REST = { perMinute: 25, burst: 50 };
const GRAPHQL = { perMinute: 120, burst: 120 };

function cjSandbox(): Sandbox {
  const throttles: Readonly<Record<string, Throttle>> = {
    "link-search.api.cj.com": new Throttle(REST),
    "advertiser-lookup.api.cj.com": new Throttle(REST),
    "ads.api.cj.com": new Throttle(GRAPHQL),
  };
  return {
    hosts: Object.keys(throttles),
    handle(request, context) {
      const { hostname } = request.url;
      return (
        refusal(request) ??
        (throttles[hostname]?.admits(personalAccessToken)
          ? answerOf(request, context)
          : // Nothing says when to come back.
            { status: 429, headers: {}, body: "" })
      );
    },
  };
}

/** A 401 repeats the rejected key, as in life. */
function refusal({ url, headers }: SandboxRequest): Answer | null {
  const authorization = headers["authorization"] ?? "";
  if (authorization === `Bearer ${personalAccessToken}`) return null;
  if (url.hostname === "ads.api.cj.com") {
    return json({ data: null, errors: [{ message: "Not authenticated" }] }, 401);
  }
  return authorization === ""
    ? restError(401, "You must provide an Authorization header.")
    : restError(401, `Not Authenticated: ${authorization.replace(/^Bearer /, "")}`);
}

function answerOf({ method, url, body }: SandboxRequest, context: SandboxContext): Answer {
  switch (`${method} ${url.hostname}${url.pathname}`) {
    case "GET link-search.api.cj.com/v2/link-search":
      return linkSearch(url.searchParams, context);
    case "GET advertiser-lookup.api.cj.com/v2/advertiser-lookup":
      return advertiserLookup(url.searchParams, context);
    case "POST ads.api.cj.com/query":
      return graphql(body, context);
    default:
      // A wrong address is answered like a wrong token, without a word.
      return { status: 401, headers: {}, body: "" };
  }
}
