/** AppSync's authorizer: who a token or an API key belongs to, and which fields are not for them. */
import { deniedFields } from "../graphql/access.ts";
import { ApiKeys } from "../shared/access/api-keys.ts";
import { identifier } from "../shared/access/identify.ts";
import { parseIssuers, tokenVerifier } from "../shared/access/tokens.ts";
import { Unauthenticated } from "../shared/access/unauthenticated.ts";
import { toResolverContext } from "./caller.ts";
import { documents } from "./clients.ts";
import { variable } from "./environment.ts";
import { logger, observed } from "./observed.ts";

const identify = identifier({
  keys: new ApiKeys(documents, variable("ACCESS_TABLE")),
  verifyToken: tokenVerifier(parseIssuers(variable("OIDC_ISSUERS"))),
  // AppSync lets nobody in without a header: public pages send an API key of the role READER.
  anonymousScopes: [],
  now: () => new Date(),
});

interface AuthorizerEvent {
  readonly authorizationToken: string;
}

export const handler = observed(async ({ authorizationToken }: AuthorizerEvent) => {
  try {
    const caller = await identify({ authorization: authorizationToken, address: null });
    return {
      isAuthorized: true,
      resolverContext: toResolverContext(caller),
      deniedFields: deniedFields(caller),
      // How long AppSync may go by this without asking again: a revoked key holds for so long at most.
      ttlOverride: secondsToTrust(caller.expiresAt),
    };
  } catch (error) {
    if (!(error instanceof Unauthenticated)) throw error;
    logger.info("refused", { reason: error.message });
    return { isAuthorized: false, ttlOverride: 0 };
  }
});

const LONGEST_TRUST_SECONDS = 60;

const secondsToTrust = (expiresAt: number | null): number =>
  expiresAt === null
    ? LONGEST_TRUST_SECONDS
    : Math.max(0, Math.min(LONGEST_TRUST_SECONDS, Math.floor((expiresAt - Date.now()) / 1000)));
