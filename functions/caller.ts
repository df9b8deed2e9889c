/** Who calls the API through AppSync. The API lets IAM principals in and nobody else. */
import type { Caller } from "../graphql/context.ts";
import type { AppsyncEvent } from "../graphql/hosts/appsync.ts";

/** An IAM principal that the API let in is an admin; its ARN stands as the author of what it changes. */
export function callerOf(event: AppsyncEvent): Caller {
  const identity = event.identity as { readonly userArn?: string } | null | undefined;
  return { author: identity?.userArn ?? "iam", admin: true };
}
