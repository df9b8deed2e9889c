/** Findings of the security checks that are accepted, each with its reason. */
import { Stack, Validations } from "aws-cdk-lib";
import type { IConstruct } from "constructs";

/** Accepts the named findings on a construct and everything below it. */
export function acknowledge(construct: IConstruct, reason: string, ...ids: readonly string[]): void {
  for (const id of ids) Validations.of(construct).acknowledge({ id, reason });
}

/** Accepts a resource pattern in a policy below the construct. */
export function acknowledgePattern(construct: IConstruct, reason: string, arn: string): void {
  acknowledge(
    construct,
    reason,
    `AwsSolutions-IAM5[Resource::${readable(Stack.of(construct).resolve(arn))}]`,
  );
}

/** An ARN as the checks name it: `arn:<AWS::Partition>:s3:::…`, `<Bucket.Arn>/raw/*`. */
function readable(part: unknown): string {
  if (typeof part === "string") return part;
  const [name, value] = Object.entries(part ?? {})[0] ?? [];
  if (name === "Ref") return `<${String(value)}>`;
  if (name === "Fn::GetAtt" && Array.isArray(value)) return `<${value.join(".")}>`;
  if (name === "Fn::Join" && Array.isArray(value) && Array.isArray(value[1]))
    return value[1].map(readable).join("");
  throw new Error(`No name for ${JSON.stringify(part)}`);
}
