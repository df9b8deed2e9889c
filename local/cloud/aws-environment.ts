/** What makes an AWS SDK client speak to the local cloud: the variables it reads by itself. */
import type { Engines } from "./engines/start.ts";
import type { Credentials } from "./keys.ts";

export function awsEnvironment(
  region: string,
  credentials: Credentials,
  engines: Engines,
  servicesEndpoint: string,
): Record<string, string> {
  return {
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    AWS_ENDPOINT_URL_DYNAMODB: engines.dynoxide.endpoint,
    AWS_ENDPOINT_URL_SQS: engines.queues.endpoint,
    AWS_ENDPOINT_URL_S3: engines.objects.endpoint,
    AWS_ENDPOINT_URL_LAMBDA: servicesEndpoint,
    AWS_ENDPOINT_URL_SECRETS_MANAGER: servicesEndpoint,
    AWS_ENDPOINT_URL_EVENTBRIDGE: servicesEndpoint,
    AWS_ENDPOINT_URL_SNS: servicesEndpoint,
    AWS_ENDPOINT_URL_SCHEDULER: servicesEndpoint,
    // s3rver reads plain bodies, not the trailing checksums that newer SDKs send unasked.
    AWS_REQUEST_CHECKSUM_CALCULATION: "WHEN_REQUIRED",
    AWS_RESPONSE_CHECKSUM_VALIDATION: "WHEN_REQUIRED",
  };
}
