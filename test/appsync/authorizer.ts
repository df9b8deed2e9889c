/** The API's Lambda authorizer, asked as AppSync asks it. */
import type { LocalCloud } from "../../local/cloud/local-cloud.ts";

export interface Authorization {
  readonly isAuthorized: boolean;
  readonly resolverContext?: Readonly<Record<string, string>>;
  /** As `Type.field`. */
  readonly deniedFields?: readonly string[];
}

export type Authorize = (token: string) => Promise<Authorization>;

/** Keeps each answer, as AppSync does for its time to live. */
export function authorizer(cloud: LocalCloud): Authorize {
  const { name } = cloud.functionByEntry("functions/authorize.ts");
  const known = new Map<string, Promise<Authorization>>();
  const ask = async (token: string): Promise<Authorization> => {
    const { outcome } = await cloud.invoke(name, {
      authorizationToken: token,
      requestContext: { apiId: "local", accountId: "000000000000", requestId: "local" },
    });
    if (!outcome.ok) throw new Error(outcome.error.errorMessage);
    return JSON.parse(outcome.payload) as Authorization;
  };
  return (token) => {
    const answer = known.get(token) ?? ask(token);
    known.set(token, answer);
    return answer;
  };
}
