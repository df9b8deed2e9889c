/** The account of the sandbox. */
export const rakutenSandboxCredentials = {
  clientId: "sandbox-client-2b7d",
  clientSecret: "sandbox-secret-90ce41fa7b35",
  sid: "3377001",
} as const;

/** The encoded site id of its links. */
export const SITE_ID = "AbCdEfGhIj0";
