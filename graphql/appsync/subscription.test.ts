import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { iamCaller } from "../../shared/access/caller.ts";
import { callResolver } from "../resolver-map.ts";
import { controlResolvers } from "../resolvers/control.ts";

interface Code {
  request(ctx: object): { readonly operation: string; readonly payload: Record<string, unknown> };
  response(ctx: object): unknown;
}

/** AppSync's own module, as far as the code uses it. */
class ResolverError extends Error {}
const filters: unknown[] = [];
const appsync = {
  extensions: { setSubscriptionFilter: (filter: unknown) => filters.push(filter) },
  util: {
    error(message: string, type: string): never {
      throw new ResolverError(`${type}: ${message}`);
    },
  },
};

const text = readFileSync(new URL("subscription.js", import.meta.url), "utf8");
const body = text.replace(/^import .*$/m, "").replaceAll(/^export /gm, "");
// The code as it is deployed, with AppSync's module handed to it.
// oxlint-disable-next-line no-new-func
const code = new Function("extensions", "util", `${body}; return { request, response };`)(
  appsync.extensions,
  appsync.util,
) as Code;

const ctx = (args: object) => ({
  args,
  info: { parentTypeName: "Subscription", fieldName: "offerChanged" },
  identity: { userArn: "arn:aws:iam::1:role/reader" },
  request: { headers: { "x-forwarded-for": "203.0.113.9" } },
});

test("its function is asked as for any other field", () => {
  expect(code.request(ctx({ country: "de" }))).toEqual({
    operation: "Invoke",
    payload: {
      info: { parentTypeName: "Subscription", fieldName: "offerChanged" },
      arguments: { country: "de" },
      source: null,
      identity: { userArn: "arn:aws:iam::1:role/reader" },
      request: { headers: { "x-forwarded-for": "203.0.113.9" } },
    },
  });
});

test.each([
  [{}, null],
  [
    { country: "de" },
    {
      filterGroup: [{ filters: [{ fieldName: "countryKeys", operator: "containsAny", value: ["DE", "*"] }] }],
    },
  ],
])("what the function answers to %j becomes AppSync's filter", async (args, filter) => {
  const { payload } = code.request(ctx(args));
  const result = await callResolver(
    "Subscription.offerChanged",
    controlResolvers.Subscription.offerChanged,
    null,
    payload["arguments"],
    iamCaller("reader"),
  );
  filters.length = 0;
  expect(code.response({ ...ctx(args), result })).toBeNull();
  expect(filters).toEqual([filter]);
});

test("a refusal of the function refuses the subscription", () => {
  filters.length = 0;
  const error = { message: "needs a scope", type: "FORBIDDEN" };
  expect(() => code.response({ ...ctx({}), error, result: null })).toThrow("FORBIDDEN: needs a scope");
  expect(filters).toEqual([]);
});

test("it uses what APPSYNC_JS has: no async, no throw, no loop, no class, no module but AppSync's own", () => {
  const statements = text.replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, "");
  expect(statements).not.toMatch(/\b(async|await|throw|try|for|while|class|new|Promise)\b/);
  expect(statements.match(/from "[^"]+"/g)).toEqual(['from "@aws-appsync/utils"']);
  expect(Buffer.byteLength(text)).toBeLessThan(32_768);
});
