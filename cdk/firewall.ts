/** What stands before the API: AWS's lists of what nobody honest sends, and how often one address or token may ask. */
import { CfnWebACL, CfnWebACLAssociation } from "aws-cdk-lib/aws-wafv2";
import { Construct } from "constructs";
import type { Settings } from "./settings.ts";

export interface FirewallProps {
  /** `offerfeed-<stage>-` */
  readonly prefix: string;
  /** ARN of the API. */
  readonly apiArn: string;
  readonly settings: Pick<Settings, "requestsPerAddress" | "requestsPerToken">;
}

type Rule = CfnWebACL.RuleProperty;

/** Seconds in which requests are counted. */
const WINDOW = 300;
/** Of one address, whatever it sends. All callers of REST come from the addresses of its function. */
const ANY_REQUESTS_PER_ADDRESS = 60_000;

/**
 * Rules of the common set that only count what they find, since honest requests have it: operations and settings are
 * longer than 8 KB, settings name addresses, offers and searches hold any text, and the feed's functions name no agent.
 */
const COUNTED = [
  "SizeRestrictions_BODY",
  "GenericRFI_BODY",
  "EC2MetaDataSSRF_BODY",
  "CrossSiteScripting_BODY",
  "GenericLFI_BODY",
  "NoUserAgent_HEADER",
];

export class Firewall extends Construct {
  readonly association: CfnWebACLAssociation;

  constructor(scope: Construct, id: string, { prefix, apiArn, settings }: FirewallProps) {
    super(scope, id);
    const { requestsPerAddress, requestsPerToken } = settings;
    const rules = [
      managed("AWSManagedRulesAmazonIpReputationList"),
      managed("AWSManagedRulesKnownBadInputsRuleSet"),
      managed("AWSManagedRulesCommonRuleSet", COUNTED),
      limited("AnythingPerAddress", { aggregateKeyType: "IP", limit: ANY_REQUESTS_PER_ADDRESS }),
      limited("RequestsPerAddress", {
        aggregateKeyType: "CUSTOM_KEYS",
        limit: requestsPerAddress,
        customKeys: [{ ip: {} }, TOKEN],
      }),
      limited("RequestsPerToken", {
        aggregateKeyType: "CUSTOM_KEYS",
        limit: requestsPerToken,
        customKeys: [TOKEN],
      }),
    ];
    const acl = new CfnWebACL(this, "Acl", {
      name: `${prefix}api`,
      description: "What may reach the API, and how often",
      scope: "REGIONAL",
      defaultAction: { allow: {} },
      rules: rules.map((rule, priority) => ({ ...rule, priority })),
      visibilityConfig: watched(`${prefix}api`),
    });
    this.association = new CfnWebACLAssociation(this, "OfApi", {
      resourceArn: apiArn,
      webAclArn: acl.attrArn,
    });
  }
}

/** A signature is another one with each request, so that those of the feed's own functions are not counted by it. */
const TOKEN: CfnWebACL.RateBasedStatementCustomKeyProperty = {
  header: { name: "authorization", textTransformations: [{ priority: 0, type: "NONE" }] },
};

const watched = (metricName: string): CfnWebACL.VisibilityConfigProperty => ({
  cloudWatchMetricsEnabled: true,
  metricName,
  // Samples would hold what was asked, credentials among it.
  sampledRequestsEnabled: false,
});

const managed = (name: string, counted: readonly string[] = []): Omit<Rule, "priority"> => ({
  name,
  overrideAction: { none: {} },
  statement: {
    managedRuleGroupStatement: {
      vendorName: "AWS",
      name,
      ruleActionOverrides: counted.map((rule) => ({ name: rule, actionToUse: { count: {} } })),
    },
  },
  visibilityConfig: watched(name),
});

const limited = (
  name: string,
  statement: Omit<CfnWebACL.RateBasedStatementProperty, "evaluationWindowSec">,
): Omit<Rule, "priority"> => ({
  name,
  action: {
    block: {
      customResponse: {
        responseCode: 429,
        responseHeaders: [{ name: "retry-after", value: String(WINDOW) }],
      },
    },
  },
  statement: { rateBasedStatement: { ...statement, evaluationWindowSec: WINDOW } },
  visibilityConfig: watched(name),
});
