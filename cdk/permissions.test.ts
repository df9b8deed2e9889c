import { beforeAll, describe, expect, test } from "vitest";
import * as z from "zod";
import { networkIds } from "./networks.ts";
import type { SynthesizedTemplate } from "./template.fixture.ts";
import { synthesized } from "./template.fixture.ts";

const oneOrMore = <Item extends z.ZodType>(item: Item) =>
  z.union([z.array(item), item.transform((single) => [single])]);

const policySchema = z.object({
  PolicyDocument: z.object({
    Statement: z.array(
      z.looseObject({
        Effect: z.string(),
        Action: oneOrMore(z.string()),
        Resource: oneOrMore(z.unknown()),
        Condition: z.unknown().optional(),
      }),
    ),
  }),
  Roles: z.array(z.object({ Ref: z.string() })),
});

interface Permission {
  readonly action: string;
  /** As in the template, with references written `<Id.Attribute>`. */
  readonly resource: string;
  readonly condition: unknown;
}

let stack: SynthesizedTemplate;
let byRole: Map<string, Permission[]>;

beforeAll(async () => {
  stack = await synthesized();
  byRole = new Map();
  for (const [, { Properties }] of stack.ofType("AWS::IAM::Policy")) {
    const { PolicyDocument, Roles } = policySchema.parse(Properties);
    const permissions = PolicyDocument.Statement.flatMap((statement) =>
      statement.Action.flatMap((action) =>
        statement.Resource.map((resource) => ({
          action,
          resource: readable(resource),
          condition: statement.Condition,
        })),
      ),
    );
    for (const { Ref } of Roles) byRole.set(Ref, [...(byRole.get(Ref) ?? []), ...permissions]);
  }
});

describe("least privilege", () => {
  test("no policy grants a family of actions", () => {
    expect(all().filter(({ action }) => action.includes("*"))).toEqual([]);
  });

  test("all resources at once are granted only for what cannot be narrowed", () => {
    const actions = new Set(
      all()
        .filter(({ resource }) => resource === "*")
        .map(({ action }) => action),
    );
    expect([...actions].toSorted()).toEqual([
      // Lambda's own handling of functions in a network.
      "ec2:AssignPrivateIpAddresses",
      "ec2:CreateNetworkInterface",
      "ec2:DeleteNetworkInterface",
      "ec2:DescribeNetworkInterfaces",
      "ec2:DescribeSubnets",
      "ec2:UnassignPrivateIpAddresses",
      // X-Ray has no resources.
      "xray:PutTelemetryRecords",
      "xray:PutTraceSegments",
    ]);
  });

  test("patterns of resources are granted only for what is named at run time", () => {
    const patterns = new Set(
      all()
        .map(({ resource }) => resource)
        .filter((resource) => resource.includes("*") && resource !== "*"),
    );
    const [bucket] = stack.ofType("AWS::S3::Bucket");
    const here = "<AWS::Region>:<AWS::AccountId>";
    expect([...patterns].toSorted()).toEqual(
      [
        `<${bucket?.[0]}.Arn>/aliases/*`,
        `<${bucket?.[0]}.Arn>/checkpoints/*`,
        `<${bucket?.[0]}.Arn>/held/*`,
        `<${bucket?.[0]}.Arn>/moved/*`,
        `<${bucket?.[0]}.Arn>/offers/*`,
        `<${bucket?.[0]}.Arn>/raw/*`,
        `arn:<AWS::Partition>:logs:${here}:log-group:/aws/appsync/apis/*`,
        `arn:<AWS::Partition>:scheduler:${here}:schedule/offerfeed-test-sources/*`,
        `arn:<AWS::Partition>:secretsmanager:${here}:secret:offerfeed/test/sources/*`,
        `arn:<AWS::Partition>:secretsmanager:${here}:secret:offerfeed/test/webhooks/*`,
      ].toSorted(),
    );
  });

  test("no role carries one of AWS's broad policies, except that of CDK's own helper function", () => {
    const managed = stack
      .ofType("AWS::IAM::Role")
      .filter(([, { Properties }]) => Properties["ManagedPolicyArns"] !== undefined);
    expect(managed.map(([id]) => id)).toEqual([expect.stringMatching(/^CustomVpcRestrictDefaultSG/)]);
  });
});

describe("the ledger", () => {
  test("is never deleted from", () => {
    expect(holders("dynamodb:DeleteItem", table("offers"))).toEqual([]);
    expect(holders("dynamodb:BatchWriteItem", table("offers"))).toEqual([]);
  });

  test("is written by upsert-offers, expire-offers and the control API alone", () => {
    expect(holders("dynamodb:PutItem", table("offers"))).toEqual([
      "control-api",
      "expire-offers",
      "upsert-offers",
    ]);
  });

  test("is asked for what is due by expire-offers alone", () => {
    const { id } = stack.named("AWS::DynamoDB::GlobalTable", "TableName", "offerfeed-test-offers");
    expect(holders("dynamodb:Query", new RegExp(`^<${id}\\.Arn>/index/by-due$`))).toEqual(["expire-offers"]);
  });
});

test("API keys are made by the control API; the authorizer reads them and notes when they were used", () => {
  expect(holders("dynamodb:PutItem", table("access"))).toEqual(["control-api"]);
  expect(holders("dynamodb:GetItem", table("access"))).toEqual(["authorize"]);
  expect(holders("dynamodb:UpdateItem", table("access"))).toEqual(["authorize", "control-api"]);
  expect(holders("dynamodb:DeleteItem", table("access"))).toEqual([]);
});

describe("secrets", () => {
  test("of sources are read by fetch functions alone: the control API writes what it can never read", () => {
    const readers = holders("secretsmanager:GetSecretValue", /secret:offerfeed\/test\/sources/);
    expect(readers).toEqual(networkIds.map((id) => `fetch-${id}`).toSorted());
    expect(holders("secretsmanager:PutSecretValue", /sources/)).toEqual(["control-api"]);
  });

  test("the database's administrator is known to no function of the feed", () => {
    const readers = [...byRole]
      .filter(([, permissions]) => permissions.some(({ resource }) => resource.includes("MasterUserSecret")))
      .map(([role]) => role);
    expect(readers).toEqual([expect.stringMatching(/^DatabaseUserRole/)]);
  });
});

test("the queue is filled by fetch functions alone", () => {
  const { id } = stack.named("AWS::SQS::Queue", "QueueName", "offerfeed-test-offers");
  expect(holders("sqs:SendMessage", new RegExp(`^<${id}\\.Arn>$`))).toEqual(
    networkIds.map((network) => `fetch-${network}`).toSorted(),
  );
});

test("fetch functions are started by the control API, the sweep, the check and what continues runs, and by none of their own", () => {
  expect(holders("lambda:InvokeFunction", /^<Fetch/)).toEqual([
    "check-sources",
    "continue-runs",
    "control-api",
    "sweep-runs",
  ]);
});

test("check-sources has sources tested, and writes nothing but an update of the Sources table", () => {
  const permissions = permissionsOf("check-sources");
  const invoked = permissions.filter(({ action }) => action === "lambda:InvokeFunction");
  const fetches = networkIds.map((id) => `<${stack.fn(`fetch-${id}`).id}.Arn>`);
  expect(invoked.map(({ resource }) => resource).toSorted()).toEqual(fetches.toSorted());
  const written = permissions.filter(({ action }) =>
    /^(dynamodb|events|sns|sqs|s3):(Put|Update|Delete|BatchW|Publish|Send)/.test(action),
  );
  expect(written.map(({ action }) => action).toSorted()).toEqual([
    "dynamodb:UpdateItem",
    "events:PutEvents",
    "sns:Publish",
  ]);
});

describe("webhooks", () => {
  test("their secrets are written by the API alone, and read by deliveries alone", () => {
    expect(holders("secretsmanager:PutSecretValue", /webhooks/)).toEqual(["control-api"]);
    expect(holders("secretsmanager:DeleteSecret", /webhooks/)).toEqual(["control-api"]);
    expect(holders("secretsmanager:GetSecretValue", /webhooks/)).toEqual(["deliver-webhooks"]);
  });

  test("deliveries read changes through the API, and add and remove no webhook", () => {
    const permissions = permissionsOf("deliver-webhooks");
    const asked = permissions.filter(({ action }) => action === "appsync:GraphQL");
    expect(asked.map(({ resource }) => resource.replace(/^.*types/, "types"))).toEqual([
      "types/Query/fields/offerChanges",
    ]);
    expect(holders("dynamodb:DeleteItem", table("webhooks"))).toEqual(["control-api"]);
    expect(holders("dynamodb:UpdateItem", table("webhooks"))).toEqual(["control-api", "deliver-webhooks"]);
    expect(permissions.filter(({ action }) => /^(lambda|sqs|s3|events|scheduler):/.test(action))).toEqual([]);
  });

  test("the API may have one posted to", () => {
    expect(holders("lambda:InvokeFunction", new RegExp(stack.fn("deliver-webhooks").id))).toEqual([
      "control-api",
    ]);
  });
});

test("people are told of a source's health by check-sources alone", () => {
  const [topic] = stack.ofType("AWS::SNS::Topic");
  expect(holders("sns:Publish", new RegExp(`^<${topic?.[0]}>$`))).toEqual(["check-sources"]);
});

test("the control API hands over one role, and to the scheduler only", () => {
  const passed = permissionsOf("control-api").filter(({ action }) => action === "iam:PassRole");
  expect(passed).toEqual([
    {
      action: "iam:PassRole",
      resource: expect.stringMatching(/^<FetchScheduleRole\w+\.Arn>$/),
      condition: { StringEquals: { "iam:PassedToService": "scheduler.amazonaws.com" } },
    },
  ]);
});

test.each([
  ["publish-changes", "publishOfferChange"],
  ["publish-runs", "publishSyncRun"],
])("%s calls the mutation %s and nothing else of the API", (name, mutation) => {
  const fields = permissionsOf(name).filter(({ action }) => action === "appsync:GraphQL");
  expect(fields.map(({ resource }) => resource)).toEqual([
    expect.stringMatching(new RegExp(`/types/Mutation/fields/${mutation}$`)),
  ]);
});

test("the database's user is the only one that functions sign in as", () => {
  const users = all().filter(({ action }) => action === "rds-db:connect");
  expect(users).toHaveLength(2);
  for (const { resource } of users)
    expect(resource).toMatch(/:dbuser:<\w+\.DBClusterResourceId>\/offerfeed$/);
});

function all(): Permission[] {
  return [...byRole.values()].flat();
}

function permissionsOf(name: string): Permission[] {
  const { Role } = z
    .looseObject({ Role: z.object({ "Fn::GetAtt": z.tuple([z.string(), z.literal("Arn")]) }) })
    .parse(stack.fn(name).properties);
  return byRole.get(Role["Fn::GetAtt"][0]) ?? [];
}

/** Names of the feed's functions that may do this to a resource that fits. */
function holders(action: string, resource: RegExp): string[] {
  return stack
    .ofType("AWS::Lambda::Function")
    .filter(([, { Metadata }]) => "offerfeed:entry" in Metadata)
    .map(([, { Properties }]) => String(Properties["FunctionName"]).slice("offerfeed-test-".length))
    .filter((name) =>
      permissionsOf(name).some(
        (permission) => permission.action === action && resource.test(permission.resource),
      ),
    )
    .toSorted();
}

function table(name: string): RegExp {
  const { id } = stack.named("AWS::DynamoDB::GlobalTable", "TableName", `offerfeed-test-${name}`);
  return new RegExp(`^<${id}\\.Arn>`);
}

function readable(part: unknown): string {
  if (typeof part === "string") return part;
  const parsed = z
    .union([
      z.object({ Ref: z.string() }).transform(({ Ref }) => `<${Ref}>`),
      z
        .object({ "Fn::GetAtt": z.array(z.string()) })
        .transform((value) => `<${value["Fn::GetAtt"].join(".")}>`),
      z
        .object({ "Fn::Join": z.tuple([z.literal(""), z.array(z.unknown())]) })
        .transform((value) => value["Fn::Join"][1].map(readable).join("")),
    ])
    .safeParse(part);
  return parsed.success ? parsed.data : JSON.stringify(part);
}
