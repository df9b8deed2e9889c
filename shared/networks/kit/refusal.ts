/** From what a network answers to what a person can act on. */
import { HttpStatusError } from "../../http/errors.ts";
import { CredentialsRefused } from "../adapter.ts";

/**
 * What to throw in place of a failed request: a 401 or 403 says nothing to a person, this names the field and where to
 * find it. Anything else stays what it is.
 *
 * @param remedy a sentence that names the credential field and the place in the network's own site
 * @param statuses those that mean a refusal here
 * @example
 * catch (error) { throw refusedOr(error, `CJ refused accessToken. Make a new one at …`); }
 */
export function refusedOr(error: unknown, remedy: string, statuses: readonly number[] = [401, 403]): unknown {
  if (!(error instanceof HttpStatusError) || !statuses.includes(error.status)) return error;
  const says = error.body === "" ? "" : `, “${error.body.slice(0, 200)}”`;
  return new CredentialsRefused(`${remedy} (HTTP ${error.status}${says})`, { cause: error });
}
