/** Calls to api.php: a module's name and the credentials in the query, a table back, and 200 for everything. */
import type { Judgement, JudgedAnswer, NamedQuota } from "../../http/client.ts";
import { CredentialsRefused, FeedUnreadable, type FetchContext } from "../adapter.ts";
import { parseXml, type XmlElement } from "../kit/xml.ts";
import type { AvantlinkCredentials, AvantlinkSettings } from "./definition.ts";

export type AvantlinkContext = FetchContext<AvantlinkCredentials, AvantlinkSettings>;

/** Not confirmed for Australia, which clients know only as a filter of reports. */
const HOSTS = {
  US: "https://classic.avantlink.com",
  CA: "https://classic.avantlink.ca",
  AU: "https://classic.avantlink.com.au",
} as const;

const REMEDY =
  "AvantLink refused authKey (or it does not belong to affiliateId). Compare both with https://classic.avantlink.com/affiliate/view_edit_auth_key.php.";

/** "Frequency limitations" that AvantLink states for the modules that want the key. */
const ASSOCIATION_QUOTA: NamedQuota = {
  name: "association-feed",
  limits: [{ requests: 500, intervalMs: 86_400_000, burst: 40 }],
};

/** Over the limit the answer is not documented; these words are taken to mean it. */
const THROTTLED = /frequency|too many|exceed|limit/i;

interface ModuleCall {
  readonly module: string;
  readonly output: "xml" | "json";
  readonly parameters?: Readonly<Record<string, string | undefined>>;
  /** Whether the module wants the authorization key: then a strange answer is about it. */
  readonly keyed?: boolean;
}

/** Rows of an XML table: `NewDataSet` with one `Table1` a row. @throws CredentialsRefused, FeedUnreadable */
export async function tableRows(
  context: AvantlinkContext,
  call: Omit<ModuleCall, "output">,
): Promise<XmlElement[]> {
  const text = await answerOf(context, { ...call, output: "xml" });
  const root = parseXml(text, `AvantLink's ${call.module}`);
  return root.all("Table1");
}

/** Rows of a JSON answer: a bare list. @throws FeedUnreadable */
export async function listRows(
  context: AvantlinkContext,
  call: Omit<ModuleCall, "output">,
): Promise<unknown[]> {
  const answer: unknown = JSON.parse(await answerOf(context, { ...call, output: "json" }));
  return Array.isArray(answer) ? answer : [];
}

async function answerOf(context: AvantlinkContext, call: ModuleCall): Promise<string> {
  const { credentials, settings, http } = context;
  const query = new URLSearchParams({
    module: call.module,
    affiliate_id: credentials.affiliateId,
    output: call.output,
  });
  if (call.keyed) query.set("auth_key", credentials.authKey);
  else query.set("website_id", credentials.websiteId);
  for (const [name, value] of Object.entries(call.parameters ?? {}))
    if (value !== undefined) query.set(name, value);
  const response = await http.request({
    url: `${HOSTS[settings.network]}/api.php?${query}`,
    judge: (answer) => judged(answer, call),
    ...(call.module === "AssociationFeed" && { quota: ASSOCIATION_QUOTA }),
  });
  return response.text();
}

/** An answer is the expected table or a failure: AvantLink says neither with its status. */
function judged({ status, text }: JudgedAnswer, call: ModuleCall): Judgement | null {
  if (status !== 200) return null;
  const begins = text.replace(/^[\s\ufeff]+/, "");
  const isTable = call.output === "xml" ? /<NewDataSet\b/i.test(begins.slice(0, 500)) : isJsonList(begins);
  if (isTable) return { kind: "ANSWER" };
  const says = begins
    .replace(/<[^>]*>/g, " ")
    .replace(/\s+/g, " ")
    .trim()
    .slice(0, 120);
  const unreadable = new FeedUnreadable(
    `AvantLink's ${call.module} answered no table: “${says}”. Check affiliateId, websiteId and authKey.`,
  );
  if (THROTTLED.test(says)) return { kind: "THROTTLED", error: unreadable };
  const refused = call.keyed && !/^\{|^<(?:!doctype|html)/i.test(begins);
  return {
    kind: "REFUSED",
    error: refused ? new CredentialsRefused(`${REMEDY} It says: “${says}”.`) : unreadable,
  };
}

function isJsonList(text: string): boolean {
  try {
    return Array.isArray(JSON.parse(text));
  } catch {
    return false;
  }
}
