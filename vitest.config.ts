import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["{bench,cdk,client,functions,graphql,shared,local,test}/**/*.test.ts"],
    // Opt-in: npm run test:appsync.
    exclude: ["**/node_modules/**", "test/appsync/**"],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    pool: "forks",
    // Vitest's own choice leaves one processor idle: of two, half of them.
    maxWorkers: "100%",
  },
});
