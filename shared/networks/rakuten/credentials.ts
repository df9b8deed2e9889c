/** What a publisher enters to reach Rakuten Advertising. */
import * as z from "zod";
import type { CredentialField } from "../adapter.ts";

const PORTAL = "https://developers.rakutenadvertising.com (Account > Applications)";

const word = z.string().trim().min(1).regex(/^\S+$/, "must be the value alone, without blanks");

export const rakutenCredentials = z.strictObject({
  clientId: word,
  clientSecret: word,
  sid: z.string().trim().regex(/^\d+$/, "must be the number of the publisher account (SID)"),
});
export type RakutenCredentials = z.output<typeof rakutenCredentials>;

export const credentialFields: readonly CredentialField[] = [
  {
    name: "clientId",
    label: "Client ID",
    secret: false,
    required: true,
    help: `Of an application that you make at ${PORTAL}.`,
  },
  {
    name: "clientSecret",
    label: "Client Secret",
    secret: true,
    required: true,
    help: `Beside the Client ID, at ${PORTAL}. Not the Web Services token, not the reporting token.`,
  },
  {
    name: "sid",
    label: "SID",
    secret: false,
    required: true,
    help: "The number of your publisher account (site), at the top right of the publisher dashboard.",
  },
];

/** The network tells none of the three apart. */
export const REMEDY = `Rakuten refused clientId, clientSecret or sid. Compare clientId and clientSecret with ${PORTAL}, and sid with the number at the top right of the publisher dashboard.`;
