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
type Statement = CfnWebACL.StatementProperty;

/** Seconds in which requests are counted. */
const WINDOW = 300;
/** Of one address, signed ones too: a signature that does not hold costs AppSync little, but it costs. */
const ANY_REQUESTS_PER_ADDRESS = 100_000;

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
        aggregateKeyType: "IP",
        limit: requestsPerAddress,
        scopeDownStatement: { notStatement: { statement: signed } },
      }),
      limited("RequestsPerToken", {
        aggregateKeyType: "CUSTOM_KEYS",
        limit: requestsPerToken,
        customKeys: [{ header: { name: "authorization", textTransformations: AS_IT_IS } }],
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

const AS_IT_IS = [{ priority: 0, type: "NONE" }];

/** The feed's own functions publish as often as offers change. */
const signed: Statement = {
  byteMatchStatement: {
    fieldToMatch: { singleHeader: { Name: "authorization" } },
    positionalConstraint: "STARTS_WITH",
    searchString: "AWS4-HMAC-SHA256 ",
    textTransformations: AS_IT_IS,
  },
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
