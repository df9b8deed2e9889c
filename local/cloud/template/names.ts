/** Physical names and ARNs of the local account. */

/** The account and Region that local ARNs carry. */
export interface Account {
  readonly id: string;
  readonly region: string;
  readonly stackName: string;
}

/** The account id that the embedded SQS puts into its ARNs. */
export const LOCAL_ACCOUNT = "000000000000";

/** `arn:aws:<service>:<region>:<account>:<resource>`; S3 has neither Region nor account. */
export function arn(account: Account, service: string, resource: string): string {
  if (service === "s3") return `arn:aws:s3:::${resource}`;
  const region = service === "iam" ? "" : account.region;
  return `arn:aws:${service}:${region}:${account.id}:${resource}`;
}

/** The last part of an ARN, or the text itself when it is a bare name. `arn:…:function:fetch:$LATEST` is `fetch`. */
export function functionNameOf(nameOrArn: string): string {
  const parts = nameOrArn.split(":");
  const at = parts.indexOf("function");
  return (at === -1 ? parts[0] : parts[at + 1]) ?? nameOrArn;
}

export const lastArnPart = (value: string): string => value.slice(value.lastIndexOf(":") + 1);

/** Name of a resource that the template leaves unnamed: stable over restarts, allowed by every service. */
export function generatedName(account: Account, logicalId: string): string {
  return `${account.stackName}-${logicalId}`
    .toLowerCase()
    .replace(/[^a-z0-9-]/g, "-")
    .slice(0, 63);
}
