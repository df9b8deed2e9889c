/** What a publisher enters to reach CJ, and what to say when CJ refuses it. */
import * as z from "zod";
import { type CredentialField, CredentialsRefused } from "../adapter.ts";

const TOKEN_PAGE = "https://developers.cj.com/account/personal-access-tokens";

export const cjCredentials = z.strictObject({
  personalAccessToken: z
    .string()
    .trim()
    .min(1)
    .regex(/^\S+$/, "must be the token alone, without the word Bearer"),
  companyId: z.string().trim().regex(/^\d+$/, "must be the number of the company (CID)"),
  websiteId: z.string().trim().regex(/^\d+$/, "must be the number of the promotional property (PID)"),
});
export type CjCredentials = z.output<typeof cjCredentials>;

export const credentialFields: readonly CredentialField[] = [
  {
    name: "personalAccessToken",
    label: "Personal Access Token",
    secret: true,
    required: true,
    help: `Register one at ${TOKEN_PAGE} with the login of your publisher account. It is shown once.`,
  },
  {
    name: "companyId",
    label: "Company ID (CID)",
    secret: false,
    required: true,
    help: "The number beside your company's name at the top right of CJ's interface.",
  },
  {
    name: "websiteId",
    label: "Promotional Property ID (PID)",
    secret: false,
    required: true,
    help: "Account > Promotional Properties: the PID of the site that the links are for. Not the CID.",
  },
];

const REMEDY: Readonly<Record<keyof CjCredentials, string>> = {
  personalAccessToken: `CJ refused personalAccessToken. Make a new one at ${TOKEN_PAGE}, with a user who is a member of companyId.`,
  companyId:
    "CJ refused companyId: it must be the CID at the top right of CJ's interface, of a company that the token's user is a member of.",
  websiteId:
    "CJ refused websiteId: it must be a PID of this account (Account > Promotional Properties), not the CID.",
};

/**
 * Which field CJ complains about. Its own words stay out of the message: a 401 repeats the rejected token.
 *
 * @param complaint CJ's message
 */
export function credentialsRefused(complaint: string): CredentialsRefused {
  const field = /website/i.test(complaint)
    ? "websiteId"
    : /requestor-cid|company/i.test(complaint)
      ? "companyId"
      : "personalAccessToken";
  return new CredentialsRefused(REMEDY[field]);
}
