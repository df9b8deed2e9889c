/** Who calls the API through AppSync. */
import { type Caller, iamCaller } from "../shared/access/caller.ts";
import type { AppsyncEvent } from "../graphql/hosts/appsync.ts";

/** An IAM principal that the API let in is an admin; its ARN stands as the author of what it changes. */
export function callerOf(event: AppsyncEvent): Caller {
  const identity = event.identity as { readonly userArn?: string } | null | undefined;
  return iamCaller(identity?.userArn ?? "iam");
}
