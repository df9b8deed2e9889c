/** The credentials a generic feed may need. Which of them it does need, its settings say. */
import * as z from "zod";
import type { CredentialField } from "../adapter.ts";
import { strict } from "../../settings/strict.ts";

const secret = z.string().trim().min(1).optional();

export const credentialsSchema = strict({
  feedUrl: secret,
  apiToken: secret,
  username: secret,
  password: secret,
  clientId: secret,
  clientSecret: secret,
  refreshToken: secret,
});

export type FeedCredentials = z.output<typeof credentialsSchema>;

const field = (name: string, label: string, help: string, isSecret = true): CredentialField => ({
  name,
  label,
  secret: isSecret,
  required: false,
  help,
});

export const credentialFields: readonly CredentialField[] = [
  field(
    "feedUrl",
    "Feed URL",
    "The feed's whole address, when it holds a key or a signature; then leave url out of the settings.",
  ),
  field(
    "apiToken",
    "API token",
    "The token or key the partner gave you; the settings' authenticator says where it goes.",
  ),
  field("username", "User name", "For feeds behind HTTP Basic authentication.", false),
  field("password", "Password", "For feeds behind HTTP Basic authentication."),
  field("clientId", "Client ID", "For APIs with OAuth: the partner's site calls it client or app ID.", false),
  field(
    "clientSecret",
    "Client secret",
    "For APIs with OAuth, or with signed requests: beside the client ID.",
  ),
  field("refreshToken", "Refresh token", "For APIs with OAuth whose access tokens are renewed with one."),
];

export const credentialNames: ReadonlySet<string> = new Set(credentialFields.map(({ name }) => name));
