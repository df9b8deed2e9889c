/** The one Associate that the Amazon sandbox knows. */
export const amazonSandboxCredentials = {
  credentialId: "sandbox.creators.credential.0001",
  credentialSecret: "sandbox-creators-secret-7d2e",
  credentialVersion: "3.2",
  partnerTag: "sandbox-21",
  marketplace: "www.amazon.de",
} as const;
