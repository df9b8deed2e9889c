/** A feed's server said no: which credentials it said no to. */
import { HttpStatusError } from "../../http/errors.ts";
import { CredentialsRefused } from "../adapter.ts";
import { credentialsUsed, type RequesterSettings } from "./requester.ts";

/** 402 and 423: the account is not paid for, or locked. */
const REFUSALS = new Set([401, 402, 403, 423]);

/** Anything that is no refusal stays what it is. */
export function refusedFeed(error: unknown, requester: RequesterSettings): unknown {
  if (!(error instanceof HttpStatusError) || !REFUSALS.has(error.status)) return error;
  return new CredentialsRefused(refusal(error.status, requester), { cause: error });
}

function refusal(status: number, requester: RequesterSettings): string {
  const used = credentialsUsed(requester);
  return used.length === 0
    ? `The feed's server refused access (${status}), and the settings send no credentials. ` +
        "Set requester.authenticator, or ask the partner for an address that is open."
    : `The feed's server refused access (${status}) with the credentials ${used.join(" and ")}. ` +
        "Compare them with what the partner's site shows now.";
}
