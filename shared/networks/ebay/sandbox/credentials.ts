/** The one keyset that the eBay sandbox knows. */
export const ebaySandboxCredentials = {
  clientId: "Offerfeed-demo-PRD-0a1b2c3d4-5e6f",
  clientSecret: "PRD-sandbox-7d2e-cert",
  campaignId: "5330000001",
} as const;
