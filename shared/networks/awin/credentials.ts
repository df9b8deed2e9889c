/** What a publisher enters to reach Awin, and what to say when Awin refuses it. */
import * as z from "zod";
import { HttpStatusError } from "../../http/errors.ts";
import { CredentialsRefused, type CredentialField } from "../adapter.ts";

const NEW_TOKEN = "Make a new one at https://ui.awin.com/awin-api (user menu > API credentials).";
const NEW_FEED_KEY = "Read it off a link made in Toolbox > Create-a-Feed: it stands after /apikey/.";

export const awinCredentials = z.strictObject({
  accessToken: z.string().trim().min(1),
  publisherId: z.string().trim().regex(/^\d+$/, "must be the number of the publisher account"),
  /** Forms send an empty text for a field that was left out. */
  dataFeedApiKey: z
    .string()
    .trim()
    .regex(/^[\w-]*$/, "must be the key alone, not the whole link")
    .transform((key) => (key === "" ? undefined : key))
    .optional(),
});

export type AwinCredentials = z.output<typeof awinCredentials>;

export const credentialFields: readonly CredentialField[] = [
  {
    name: "accessToken",
    label: "API token",
    secret: true,
    required: true,
    help: "The OAuth2 token of your Awin user: https://ui.awin.com/awin-api (user menu > API credentials; Awin asks for your password). One token a user; revoking it stops everything that uses it.",
  },
  {
    name: "publisherId",
    label: "Publisher ID",
    secret: false,
    required: true,
    help: "The number of your publisher account: beside its name at the top right of Awin's interface.",
  },
  {
    name: "dataFeedApiKey",
    label: "Data feed API key",
    secret: true,
    required: false,
    help: "Only for product feeds, and not the API token: Toolbox > Create-a-Feed, make any link, copy what stands after /apikey/.",
  },
];

const REMEDY = {
  accessToken: `Awin refused accessToken (or this user may not see publisherId). ${NEW_TOKEN}`,
  dataFeedApiKey: `Awin refused dataFeedApiKey. ${NEW_FEED_KEY}`,
} as const;

/** @throws CredentialsRefused naming the field, in place of a 401 or 403 that says nothing to a person */
export function refusedOr(field: keyof typeof REMEDY, error: unknown): unknown {
  if (!(error instanceof HttpStatusError) || (error.status !== 401 && error.status !== 403)) return error;
  return new CredentialsRefused(`${REMEDY[field]} (HTTP ${error.status})`, { cause: error });
}

/** @throws CredentialsRefused when product feeds are asked for and their key was never entered */
export function requiredFeedKey(credentials: AwinCredentials): string {
  if (credentials.dataFeedApiKey !== undefined) return credentials.dataFeedApiKey;
  throw new CredentialsRefused(`Product feeds need dataFeedApiKey, which is not set. ${NEW_FEED_KEY}`);
}
