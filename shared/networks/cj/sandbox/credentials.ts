/** The account of the sandbox. */
export const cjSandboxCredentials = {
  personalAccessToken: "sandbox-cj-pat-7f41c09be2d8",
  companyId: "5100200",
  websiteId: "7654321",
} as const;
