/** The one account that the Tradedoubler sandbox knows. */
export const tradedoublerSandboxCredentials = {
  sourceId: "3300001",
  vouchersToken: "a1b2c3d4e5f60718293a4b5c6d7e8f9012345678",
  productsToken: "b1b2c3d4e5f60718293a4b5c6d7e8f9012345679",
  clientId: "sandbox-client-7001",
  clientSecret: "sandbox-secret-5f0c1d2e",
  username: "sandbox-publisher",
  password: "sandbox-password-77",
} as const;
