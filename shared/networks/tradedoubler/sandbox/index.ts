/** Tradedoubler's servers: Connect with its OAuth, and the Open API with its tokens and matrix parameters. */
import {
  type Answer,
  json,
  type NetworkSandbox,
  type Sandbox,
  type SandboxContext,
  type SandboxRequest,
  text,
} from "../../../sandbox/sandbox.ts";
import { Throttle } from "../../../sandbox/throttle.ts";
import { programmeDetail, programmePage } from "./connect.ts";
import { tradedoublerSandboxCredentials as credentials } from "./credentials.ts";
import { feedList, productFile, vouchers } from "./open-api.ts";

export const sandbox: NetworkSandbox = {
  create,
  sources: [
    {
      id: "demo-tradedoubler",
      networkId: "tradedoubler",
      name: "Tradedoubler (sandbox)",
      settings: {
        pull: ["programmes", "vouchers", "products"],
        programmeTerms: 6,
        epi: "offerfeed-demo",
        skipUnmovedFeeds: false,
      },
      credentials,
    },
  ],
};

const BEARER = "sandbox.jwt.0f3c9a7be1";
/** Fifteen minutes, less a second. */
const TOKEN_LIFE_SECONDS = 899;

function create(): Sandbox {
  const throttle = new Throttle({ perMinute: 60, burst: 80 });
  return {
    hosts: ["connect.tradedoubler.com", "api.tradedoubler.com"],
    handle(request, context) {
      return request.url.hostname === "connect.tradedoubler.com"
        ? connect(request, context, throttle)
        : openApi(request, context);
    },
  };
}

function connect(request: SandboxRequest, context: SandboxContext, throttle: Throttle): Answer {
  const { url, headers } = request;
  // Plain text, with a line break at its end.
  if (!throttle.admits(credentials.clientId)) return text("API rate limit exceeded\n", 429);
  if (url.pathname === "/uaa/oauth/token") return token(request);
  if (headers["authorization"] !== `Bearer ${BEARER}`) return json({ error: "invalid_token" }, 401);
  if (url.searchParams.get("sourceId") !== credentials.sourceId) {
    // An error, with status 200.
    return json([{ code: "1001", message: "Source not found for this organization" }]);
  }
  if (url.pathname === "/publisher/programs") return programmePage(url.searchParams, context);
  if (url.pathname === "/publisher/programs/detail") return programmeDetail(url.searchParams, context);
  return json({ code: "404", message: "Not found" }, 404);
}

function token({ method, headers, body }: SandboxRequest): Answer {
  const login = Buffer.from(`${credentials.clientId}:${credentials.clientSecret}`).toString("base64");
  const form = new URLSearchParams(body);
  const isKnown =
    method === "POST" &&
    headers["authorization"] === `Basic ${login}` &&
    form.get("username") === credentials.username &&
    form.get("password") === credentials.password;
  if (!isKnown) return json({ error: "invalid_grant", error_description: "Bad credentials" }, 400);
  return json({
    access_token: BEARER,
    token_type: "bearer",
    refresh_token: "sandbox.refresh",
    expires_in: TOKEN_LIFE_SECONDS,
    scope: "read",
  });
}

function openApi({ url }: SandboxRequest, context: SandboxContext): Answer {
  const [path = "", ...matrix] = url.pathname.replace(/^\/1\.0/, "").split(";");
  const keys = new Map(matrix.map((pair) => pair.split("=") as [string, string]));
  const given = url.searchParams.get("token");
  const needed = path.startsWith("/vouchers") ? credentials.vouchersToken : credentials.productsToken;
  // A token of another system is refused like a wrong one, in plain text.
  if (given !== needed) return text("2: Token not authorized for request.", 403);
  if (path === "/vouchers.json") return vouchers(keys, context);
  if (path === "/productFeeds.json") return feedList(context);
  if (path === "/productsUnlimited.json") return productFile(keys, context);
  return json({ errors: [{ code: "PF_404", message: "Unknown resource" }] }, 404);
}
