/** Partnerize's API host: Basic login, three generations of addresses, 404 for what may not be read. */
import {
  type Answer,
  json,
  type NetworkSandbox,
  type Sandbox,
  type SandboxContext,
} from "../../../sandbox/sandbox.ts";
import { Throttle } from "../../../sandbox/throttle.ts";
import { commissions, deals, type List, participations, vouchers } from "./rows.ts";

export const partnerizeSandboxCredentials = {
  applicationKey: "sandboxapp7d2e",
  userApiKey: "sandboxuser90ce41",
  publisherId: "1l1007802",
} as const;

export const sandbox: NetworkSandbox = {
  create,
  sources: [
    {
      id: "demo-partnerize",
      networkId: "partnerize",
      name: "Partnerize (sandbox)",
      settings: { statuses: ["joined", "pending"], pubref: "offerfeed-demo" },
      credentials: partnerizeSandboxCredentials,
    },
  ],
};

const QUOTA = { perMinute: 240, burst: 400 };

function create(): Sandbox {
  const throttle = new Throttle(QUOTA);
  const { applicationKey, userApiKey, publisherId } = partnerizeSandboxCredentials;
  const login = `Basic ${Buffer.from(`${applicationKey}:${userApiKey}`).toString("base64")}`;
  return {
    hosts: ["api.partnerize.com"],
    handle({ url, headers }, context) {
      if (headers["authorization"] !== login) return failed(401, "Unauthorized");
      if (!throttle.admits(login)) {
        const answer = failed(429, "Too Many Requests");
        // Not Retry-After.
        return { ...answer, headers: { ...answer.headers, "x-ratelimit-retry-after": "1" } };
      }
      return answerOf(url, publisherId, context) ?? failed(404, "Not Found");
    },
  };
}

const failed = (status: number, message: string): Answer =>
  json({ error: { message, type: String(status) } }, status);

function answerOf(
  { pathname, searchParams }: URL,
  publisher: string,
  context: SandboxContext,
): Answer | null {
  const [offset, limit] = [Number(searchParams.get("offset") ?? 0), Number(searchParams.get("limit") ?? 100)];
  const page = (key: string, { shown, total }: List): Answer =>
    json({
      [key]: shown.slice(offset, offset + limit),
      offset,
      limit,
      count: total,
      hypermedia: {
        pagination: {
          next_page:
            offset + limit < shown.length ? `${pathname}?offset=${offset + limit}&limit=${limit}` : null,
        },
      },
    });
  if (pathname === `/v3/partner/${publisher}/participations`) {
    return page("data", participations(searchParams.get("status[]") ?? "a", context));
  }
  if (pathname === `/user/publisher/${publisher}/deal`) {
    return page("campaigns", deals(searchParams.get("pubref"), context));
  }
  const voucher = new RegExp(`^/user/publisher/${publisher}/campaign/([^/]+)/voucher$`).exec(pathname)?.[1];
  if (voucher !== undefined) return page("voucher_codes", vouchers(voucher, context));
  const campaign = new RegExp(`^/v2/campaigns/([^/]+)/publishers/${publisher}/commissions/active$`).exec(
    pathname,
  );
  return campaign === null ? null : json(commissions(campaign[1] ?? "", context));
}
