import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { iamCaller, userCaller } from "../../shared/access/caller.ts";
import { executableSchema } from "../executable-schema.ts";
import {
  getNamedType,
  type GraphQLArgument,
  type GraphQLInputField,
  isInputObjectType,
  isObjectType,
  parse,
  specifiedRules,
  validate,
} from "../graphql-js.ts";
import { resolvers } from "../resolvers/index.ts";
import { addressKey } from "./address-key.ts";
import { checkArguments, longestText } from "./arguments.ts";
import { checkBatch } from "./batch-size.ts";
import { complexityOf, tooComplex } from "./complexity.ts";
import { LIMITS } from "./limits.ts";
import { tooManyBytes } from "./plugin.ts";
import { limitRules } from "./rules.ts";
import { asTimeout, startDeadline, withinDeadline } from "./timeout.ts";

const schema = executableSchema(
  readFileSync(new URL("../schema.graphql", import.meta.url), "utf8"),
  resolvers,
);

const refusals = (query: string): unknown[] =>
  validate(schema, parse(query), [...specifiedRules, ...limitRules]).map(({ extensions }) => extensions);

const times = (count: number, of: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => of(index)).join(" ");

describe("what a document shows by itself", () => {
  const nested = (levels: number): string =>
    levels === 0 ? "id" : `versions(first: 1) { nodes { offer { ${nested(levels - 1)} } } }`;

  test.each([
    ["depth", 14, (most: number) => `{ offer(id: "x") { ${nested(Math.ceil(most / 3))} } }`],
    ["aliases", 31, (most: number) => `{ stats { ${times(most + 1, (n) => `a${n}: active`)} } }`],
    ["rootFields", 31, (most: number) => `{ ${times(most + 1, () => "stats { active }")} }`],
    ["directives", 5, (most: number) => `{ stats { active ${times(most + 1, () => "@skip(if: false)")} } }`],
  ] as const)("too much %s is refused, with the limit and what was asked", (limit, asked, query) => {
    const most = LIMITS[limit];
    expect(refusals(query(most))).toContainEqual({
      code: "LIMIT_EXCEEDED",
      limit,
      most,
      asked,
      http: { status: 400 },
    });
  });

  test("as much as is allowed is let through", () => {
    expect(
      refusals(`{ ${times(LIMITS.rootFields, (n) => `a${n}: stats { active @skip(if: false) }`)} }`),
    ).toEqual([]);
  });

  test("fragments that spread one another are counted as often as they are spread, and visited once", () => {
    const chain = times(60, (n) => `fragment F${n} on FeedStats { a: active ...F${n + 1} ...F${n + 1} }`);
    const query = `{ stats { ...F0 } } ${chain} fragment F60 on FeedStats { active }`;
    expect(refusals(query)).toContainEqual(expect.objectContaining({ limit: "aliases", asked: 2 ** 60 - 1 }));
  });

  test("a fragment within itself ends the walk", () => {
    expect(refusals(`{ stats { ...F } } fragment F on FeedStats { active ...F }`)).toEqual([{}]);
  });
});

describe("the complexity of an operation", () => {
  const cost = (query: string, variables = {}): number =>
    complexityOf(schema, { document: parse(query), operationName: null, variables });

  test.each([
    ["a query of plain fields", `{ stats { active expired } }`, 10],
    [
      "objects, for each item of a page",
      `{ offers(first: 200) { nodes { id price { amount } } } }`,
      10 + 200 * 2,
    ],
    ["the standard page, where none is asked for", `{ offers { nodes { id } } }`, 10 + 20],
    ["a look into a store", `{ offer(id: "x") { lastSeenAt } }`, 10 + 5],
    [
      "pages within pages",
      `{ offers(first: 10) { nodes { versions(first: 3) { nodes { version } } } } }`,
      90 + 10,
    ],
    ["a list without pages", `{ sources { lastRun { id } } }`, 10 + 50 * 5],
  ])("counts %s", (_, query, expected) => {
    expect(cost(query)).toBe(expected);
  });

  test("reads page sizes from variables", () => {
    const query = `query ($n: Int!) { offers(first: $n) { nodes { id } } }`;
    expect(cost(query, { n: 200 })).toBe(10 + 200);
  });

  test("that is not counted to its end is too much", () => {
    const chain = times(30, (n) => `fragment F${n} on FeedStats { ...F${n + 1} ...F${n + 1} }`);
    const query = `{ stats { ...F0 } } ${chain} fragment F30 on FeedStats { active }`;
    expect(tooComplex(cost(query), LIMITS.complexity)?.extensions).toMatchObject({
      code: "LIMIT_EXCEEDED",
      limit: "complexity",
    });
  });

  test("the heaviest page that a shop window needs is let through, every version of every offer is not", () => {
    const window = `{ offers(first: 100) { nodes { id price { amount } merchant { name } lastSeenAt
      lowestPrice30Days { amount } versions(first: 10) { nodes { version } } } totalCount } }`;
    const everything = `{ offers(first: 200) { nodes { versions(first: 200) { nodes { offer { title } } } } } }`;
    expect(tooComplex(cost(window), LIMITS.complexity)).toBeNull();
    expect(tooComplex(cost(everything), LIMITS.complexity)?.message).toContain("at most 10,000");
  });
});

describe("arguments", () => {
  test.each([
    ["an id", { id: "x".repeat(513) }, "id has 513 characters; at most 512"],
    ["an id in a list", { filter: { sourceIds: ["x".repeat(513)] } }, "filter.sourceIds.0 has 513"],
    ["a text to search for", { filter: { text: "x".repeat(1_001) } }, "filter.text has 1,001"],
    ["any text", { reason: "x".repeat(10_001) }, "reason has 10,001"],
    ["a list", { filter: { networkIds: Array(201).fill("a") } }, "filter.networkIds has 201 values"],
  ])("%s has its length", (_, args, message) => {
    expect(() => checkArguments(args)).toThrow(
      expect.objectContaining({ name: "LIMIT_EXCEEDED", message: expect.stringContaining(message) }),
    );
  });

  test.each([
    ["NUL", "a\0b"],
    ["half of a surrogate pair", "a\ud800b"],
  ])("%s is refused: the stores keep no such text", (_, title) => {
    expect(() => checkArguments({ input: { title } })).toThrow(
      expect.objectContaining({ name: "BAD_USER_INPUT", message: expect.stringContaining("input.title") }),
    );
  });

  test("an id is not empty", () => {
    expect(() => checkArguments({ filter: { sourceIds: ["src", ""] } })).toThrow(
      "filter.sourceIds.1 is empty",
    );
    expect(() => checkArguments({ reason: "", after: "" })).not.toThrow();
  });

  test.each([
    ["text", "[".repeat(31) + "]".repeat(31), 31],
    ["what AppSync makes of it", JSON.parse(`${"[".repeat(31)}${"]".repeat(31)}`) as unknown, 31],
    ["text without end", "[".repeat(200_000), 200_000],
  ])("JSON is nested no deeper than DynamoDB keeps: %s", (_, settings, levels) => {
    expect(() => checkArguments({ input: { settings } })).toThrow(
      expect.objectContaining({
        message: expect.stringContaining(`${levels.toLocaleString("en-GB")} levels`),
      }),
    );
  });

  test("brackets in a JSON text's texts are no levels", () => {
    expect(() => checkArguments({ settings: JSON.stringify({ a: `\\"${"[{".repeat(100)}` }) })).not.toThrow();
  });

  test("ordinary ones pass, null and numbers too", () => {
    expect(() =>
      checkArguments({ id: "x", first: 3, after: null, filter: { text: "schöne Schuhe 👟", kinds: [] } }),
    ).not.toThrow();
  });

  const inputs: readonly (GraphQLArgument | GraphQLInputField)[] = Object.values(schema.getTypeMap()).flatMap(
    (type): readonly (GraphQLArgument | GraphQLInputField)[] => {
      if (isInputObjectType(type)) return Object.values(type.getFields());
      if (!isObjectType(type) || type.name.startsWith("__")) return [];
      return Object.values(type.getFields()).flatMap(({ args }) => args);
    },
  );
  const named = (typeName: string): string[] =>
    inputs.filter(({ type }) => getNamedType(type).name === typeName).map(({ name }) => name);

  test("that are ids or JSON are known as such by their names, and no others", () => {
    expect(named("ID").filter((name) => longestText(name) !== LIMITS.idLength)).toEqual([]);
    expect(named("AWSJSON").filter((name) => longestText(name) !== LIMITS.jsonLength)).toEqual([]);
    expect(named("String").filter((name) => longestText(name) === LIMITS.jsonLength)).toEqual([]);
  });
});

test("a batch of pages below a list is bounded where the whole operation is not known", () => {
  const pages = (count: number, first?: number) => Array.from({ length: count }, () => ({ first }));
  expect(() => checkBatch("Offer.versions", pages(200, 20))).not.toThrow();
  expect(() => checkBatch("Offer.lastSeenAt", pages(200))).not.toThrow();
  expect(() => checkBatch("Offer.versions", pages(200, 21))).toThrow(
    expect.objectContaining({ name: "LIMIT_EXCEEDED", message: expect.stringContaining("4,200 items") }),
  );
});

test("variables have their size, but for the feed's own publications", () => {
  const variables = { text: "x".repeat(LIMITS.variableBytes) };
  expect(tooManyBytes(variables, userCaller("someone", "ADMIN"))?.extensions).toMatchObject({
    limit: "variableBytes",
  });
  expect(tooManyBytes(variables, iamCaller("iam"))).toBeNull();
  expect(tooManyBytes({}, userCaller("someone", "ADMIN"))).toBeNull();
});

describe("time", () => {
  const never = new Promise<never>(() => undefined);

  test("what takes longer than the operation may is given up", async () => {
    const context = {};
    startDeadline(context, 1);
    await expect(withinDeadline(context, never)).rejects.toMatchObject({ extensions: { code: "TIMEOUT" } });
  });

  test("what comes in time is answered, and the watch ends with the answer", async () => {
    const context = {};
    const answered = startDeadline(context, 5);
    expect(await withinDeadline(context, Promise.resolve("in time"))).toBe("in time");
    answered();
    await sleep(10);
    expect(await withinDeadline(context, Promise.resolve("still"))).toBe("still");
  });

  test("a statement that the database gave up is a timeout, any other error is what it was", () => {
    expect(asTimeout(Object.assign(new Error("canceled"), { code: "57014" }))).toMatchObject({
      name: "TIMEOUT",
    });
    const other = new Error("other");
    expect(asTimeout(other)).toBe(other);
  });
});

test.each([
  ["203.0.113.7", "203.0.113.7"],
  ["::ffff:203.0.113.7", "203.0.113.7"],
  ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"],
  ["2001:db8:1:2:ffff::1", "2001:db8:1:2::"],
  ["", "unknown"],
  [null, "unknown"],
])("%s counts as %s", (address, key) => {
  expect(addressKey(address)).toBe(key);
});
