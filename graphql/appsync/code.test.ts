import { beforeEach, expect, test } from "vitest";
import { iamCaller } from "../../shared/access/caller.ts";
import { MASKED_MESSAGE } from "../errors.ts";
import { callResolver } from "../resolver-map.ts";
import { controlResolvers } from "../resolvers/control.ts";
import { appsyncCode, appsyncCodeText } from "./code.fixture.ts";

const filters: unknown[] = [];
const files = ["field.js", "subscription.js"];
const field = appsyncCode(appsyncCodeText("field.js"));
const subscription = appsyncCode(appsyncCodeText("subscription.js"), (filter) => filters.push(filter));
beforeEach(() => {
  filters.length = 0;
});

const common = {
  identity: { userArn: "arn:aws:iam::1:role/reader" },
  request: { headers: { "x-forwarded-for": "203.0.113.9" }, domainName: null },
};
const asked = { ...common, request: { headers: common.request.headers } };

const subscribing = (args: object) => ({
  ...common,
  args,
  source: null,
  info: { parentTypeName: "Subscription", fieldName: "offerChanged", selectionSetList: ["offerId"] },
});

test.each([
  ["Query", "Invoke"],
  ["Mutation", "Invoke"],
  ["Offer", "BatchInvoke"],
])("a field of %s is asked for by %s", (parentTypeName, operation) => {
  const info = { parentTypeName, fieldName: "any" };
  const ctx = { ...common, args: { first: 1 }, source: { id: "a" }, info: { ...info, variables: {} } };
  expect(field.request(ctx)).toEqual({
    operation,
    payload: { ...asked, info, arguments: { first: 1 }, source: { id: "a" } },
  });
});

test.each([null, 0, false, "", [], { id: "a" }])(
  "a field's value is what its function answers: %j",
  (data) => {
    expect(field.response({ result: { data } })).toEqual(data);
  },
);

test.each([
  ["field.js", field],
  ["subscription.js", subscription],
])("%s passes on the errors of a function's answer, and masks that it came to none", (_, code) => {
  const refused = { errorMessage: "needs a scope", errorType: "FORBIDDEN" };
  expect(() => code.response({ result: refused })).toThrow(
    expect.objectContaining({ name: "FORBIDDEN", message: "needs a scope" }),
  );
  const broken = { error: { message: "table is gone", type: "Lambda:Unhandled" }, result: null };
  expect(() => code.response(broken)).toThrow(
    expect.objectContaining({ name: "INTERNAL_SERVER_ERROR", message: MASKED_MESSAGE }),
  );
  expect(filters).toEqual([]);
});

test.each([
  [{}, null],
  [
    { country: "de" },
    {
      filterGroup: [{ filters: [{ fieldName: "countryKeys", operator: "containsAny", value: ["DE", "*"] }] }],
    },
  ],
])("what the function answers to a subscription to %j becomes AppSync's filter", async (args, filter) => {
  const { operation, payload } = subscription.request(subscribing(args));
  expect(operation).toBe("Invoke");
  expect(payload).toEqual({
    ...asked,
    info: { parentTypeName: "Subscription", fieldName: "offerChanged" },
    arguments: args,
    source: null,
  });
  const data = await callResolver(
    "Subscription.offerChanged",
    controlResolvers.Subscription.offerChanged,
    null,
    payload["arguments"],
    iamCaller("reader"),
  );
  expect(subscription.response({ ...subscribing(args), result: { data } })).toBeNull();
  expect(filters).toEqual([filter]);
});

test.each(files)(
  "%s uses what APPSYNC_JS has: no async, no throw, no loop, no class, no module but AppSync's own",
  (file) => {
    const text = appsyncCodeText(file);
    const statements = text.replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, "");
    expect(statements).not.toMatch(/\b(async|await|throw|try|for|while|class|new|Promise)\b/);
    expect(statements.match(/from "[^"]+"/g)).toEqual(['from "@aws-appsync/utils"']);
    expect(Buffer.byteLength(text)).toBeLessThan(32_768);
  },
);
