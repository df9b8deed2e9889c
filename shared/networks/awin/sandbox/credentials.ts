/** The one account that the Awin sandbox knows. */
export const awinSandboxCredentials = {
  accessToken: "sandbox-3f1c2a5e-0b8d-4c7e-9a41-6d2f8e5b7c90",
  publisherId: "312345",
  dataFeedApiKey: "sandbox0feedkey0a1b2c3d4e5f60718",
} as const;
