/** Tradedoubler's credentials: a token a system for the Open API, a client and a login for Connect. */
import * as z from "zod";
import { type CredentialField, CredentialsRefused } from "../adapter.ts";

const TOKENS = "Account > Manage tokens";
const CLIENTS = "https://publishers.tradedoubler.com/account/clients";

/** Forms send an empty text for a field that was left out. */
const optional = z
  .string()
  .trim()
  .transform((text) => (text === "" ? undefined : text))
  .optional();
const token = z
  .string()
  .trim()
  .regex(/^(?:[0-9a-fA-F]{40})?$/, "must be the token alone: 40 hexadecimal digits")
  .transform((text) => (text === "" ? undefined : text))
  .optional();

export const tradedoublerCredentials = z.strictObject({
  sourceId: z.string().trim().regex(/^\d+$/, "must be the number of one of your sources"),
  vouchersToken: token,
  productsToken: token,
  clientId: optional,
  clientSecret: optional,
  username: optional,
  password: optional,
});
export type TradedoublerCredentials = z.output<typeof tradedoublerCredentials>;

export const credentialFields: readonly CredentialField[] = [
  {
    name: "sourceId",
    label: "Source ID",
    secret: false,
    required: true,
    help: "The number of the source (site) that links credit: Account > Sources. Not the organisation's number.",
  },
  {
    name: "vouchersToken",
    label: "VOUCHERS token",
    secret: true,
    required: false,
    help: `For vouchers: ${TOKENS}, the token of the system VOUCHERS, best one of the type SITE for this source.`,
  },
  {
    name: "productsToken",
    label: "PRODUCTS token",
    secret: true,
    required: false,
    help: `For products: ${TOKENS}, the token of the system PRODUCTS.`,
  },
  {
    name: "clientId",
    label: "Client ID",
    secret: false,
    required: false,
    help: `For programmes: make a client at ${CLIENTS}.`,
  },
  {
    name: "clientSecret",
    label: "Client Secret",
    secret: true,
    required: false,
    help: `For programmes: shown once when the client is made at ${CLIENTS}.`,
  },
  {
    name: "username",
    label: "Login name",
    secret: false,
    required: false,
    help: "For programmes: the name you log in to Tradedoubler with.",
  },
  {
    name: "password",
    label: "Password",
    secret: true,
    required: false,
    help: "For programmes: the password you log in to Tradedoubler with; best a user of its own with a read-only role.",
  },
];

/** @throws CredentialsRefused naming the field and where to find it, when it was left out and is needed */
export function needed<Name extends keyof TradedoublerCredentials>(
  credentials: TradedoublerCredentials,
  name: Name,
  what: string,
): NonNullable<TradedoublerCredentials[Name]> {
  const value = credentials[name];
  if (value !== undefined) return value;
  const help = credentialFields.find((field) => field.name === name)?.help ?? "";
  throw new CredentialsRefused(`${what} need ${name}, which is not set. ${help}`);
}

export const REMEDY = {
  vouchersToken: `Tradedoubler refused vouchersToken: it has to be of the system VOUCHERS. Compare it with ${TOKENS}.`,
  productsToken: `Tradedoubler refused productsToken: it has to be of the system PRODUCTS. Compare it with ${TOKENS}.`,
  connect: `Tradedoubler refused clientId, clientSecret, username or password. Compare the client with ${CLIENTS}, and try the login.`,
} as const;
