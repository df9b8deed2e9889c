/** What the sandbox accepts; it opens nothing else. */
export const flexoffersSandboxCredentials = { apiKey: "5a4db0c5-0000-4e11-8f1e-f1e0ffe25a4d" } as const;
