/** The one account that the impact.com sandbox knows. */
export const impactSandboxCredentials = {
  accountSid: "IRsandbox0impact0account0sid000001",
  authToken: "sandbox.impact.token.4c7e9a41",
} as const;
