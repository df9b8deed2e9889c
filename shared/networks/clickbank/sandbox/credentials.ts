/** The sandbox's account. ClickBank checks no nickname when its marketplace is read. */
export const clickbankSandboxCredentials = { affiliateNickname: "offerdemo" } as const;
