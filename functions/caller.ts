/** Who calls the API through AppSync: what its authorizer said, or an IAM principal. */
import * as z from "zod";
import type { AppsyncEvent } from "../graphql/hosts/appsync.ts";
import { anonymous, type Caller, iamCaller } from "../shared/access/caller.ts";
import { isScope, ROLES } from "../shared/access/scopes.ts";

/** All that a resolver context holds is text. */
const resolverContextSchema = z.object({
  author: z.string(),
  kind: z.enum(["USER", "API_KEY"]),
  role: z.enum(["", ...ROLES]),
  scopes: z.string(),
  expiresAt: z.string(),
});

const identitySchema = z.union([
  z.object({ resolverContext: resolverContextSchema }),
  z.object({ userArn: z.string() }),
]);

export const toResolverContext = (caller: Caller): z.input<typeof resolverContextSchema> =>
  resolverContextSchema.parse({
    author: caller.author,
    kind: caller.kind,
    role: caller.role ?? "",
    scopes: [...caller.scopes].join(" "),
    expiresAt: caller.expiresAt === null ? "" : String(caller.expiresAt),
  });

/** An IAM principal that the API let in is an admin; its ARN stands as the author of what it changes. */
export function callerOf(event: AppsyncEvent): Caller {
  const address = addressIn(event);
  const identity = identitySchema.safeParse(event.identity).data;
  if (identity === undefined) return anonymous([], address);
  if ("userArn" in identity) return iamCaller(identity.userArn, address);
  const { author, kind, role, scopes, expiresAt } = identity.resolverContext;
  return {
    author,
    kind,
    role: role === "" ? null : role,
    scopes: new Set(scopes.split(" ").filter(isScope)),
    address,
    expiresAt: expiresAt === "" ? null : Number(expiresAt),
  };
}

/** The caller's, then that of the edge it came through; what stands before them is what the caller claims. */
function addressIn({ request }: AppsyncEvent): string | null {
  const forwarded = request?.headers["x-forwarded-for"];
  const addresses = forwarded?.split(",").map((each) => each.trim()) ?? [];
  return addresses.at(-2) ?? addresses.at(-1) ?? null;
}
