/** Where webhooks may lead: https addresses of the public internet, and whatever hosts the operator named. */
import { type EgressPolicy, EgressGuard, isAllowed } from "../http/egress.ts";
import { EgressRefused } from "../http/errors.ts";
import { maskShapes } from "../http/mask.ts";

const LONGEST = 2_000;

/**
 * What is wrong with an address, as far as it shows without asking anybody: what a name stands for is looked at with
 * every delivery.
 *
 * @returns null when nothing is
 */
export function problemWith(address: string, policy: EgressPolicy): string | null {
  const url = URL.parse(address);
  if (url === null || address.length > LONGEST)
    return `The address is an absolute URL of at most ${LONGEST} characters, such as "https://service.example/offers".`;
  if (url.username !== "" || url.password !== "")
    return "The address holds a user name or password, which would show wherever it is shown. Leave them out: deliveries are signed.";
  if (url.protocol !== "https:" && !(url.protocol === "http:" && isAllowed(policy, url)))
    return `The address begins with ${url.protocol}, and deliveries go over https only.`;
  try {
    new EgressGuard(policy, maskShapes).connection(url);
  } catch (error) {
    if (error instanceof EgressRefused) return refusal(error);
    throw error;
  }
  return null;
}

/** In the words of whoever set the webhook up. */
export const refusal = ({ host, kind }: EgressRefused): string =>
  `${host} is ${kind}, and webhooks lead to public addresses only.`;
