import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { advice, breakingChanges, mayBreak, newest } from "./breaking-changes.ts";
import { buildSchema } from "./graphql-js.ts";
import { prelude } from "./prelude.ts";

const HERE = import.meta.dirname;
const read = (path: string) => readFileSync(join(HERE, path), "utf8");
const schemaOf = (text: string) => buildSchema(`${prelude}\n${text}`);

const changelog = read("../CHANGELOG.md");
const { version } = JSON.parse(read("../package.json")) as { readonly version: string };
const snapshots = readdirSync(join(HERE, "releases"))
  .filter((name) => name.endsWith(".graphql"))
  .map((name) => name.replace(".graphql", ""));
const isOut = (release: string) => changelog.includes(`## [${release}]`);

test("the schema breaks nobody who calls the last release", () => {
  const released = newest(snapshots) ?? expect.unreachable("graphql/releases is empty");
  const changes = breakingChanges(
    schemaOf(read(`releases/${released}.graphql`)),
    schemaOf(read("schema.graphql")),
  );
  const held = mayBreak(released, version) ? [] : changes;
  expect(held.length === 0 ? "" : advice(held, released, isOut(released))).toBe("");
});

test("every release that the changelog tells of has its schema kept", () => {
  const told = [...changelog.matchAll(/^## \[(\d+\.\d+\.\d+)\]/gm)].map(([, release]) => release);
  expect(told.filter((release) => !snapshots.includes(release ?? ""))).toEqual([]);
});

const BEFORE = `enum Kind { A B } input Filter { kind: Kind }
  type Query { offers(filter: Filter, first: Int = 20): [String!]! offer(id: ID!): String }`;

test.each([
  ["a field that is gone", BEFORE.replace("offer(id", "one(id")],
  ["a field that may now be null", BEFORE.replace("[String!]!", "[String!]")],
  ["an argument that is now needed", BEFORE.replace("filter: Filter", "filter: Filter!")],
  ["a value that is gone", BEFORE.replace("A B", "A")],
  ["a standard that is another one", BEFORE.replace("= 20", "= 50")],
])("%s breaks", (_, after) => {
  expect(breakingChanges(buildSchema(BEFORE), buildSchema(after))).toHaveLength(1);
});

test("what is new beside the old breaks nobody", () => {
  const after = BEFORE.replace("A B", "A B C")
    .replace("kind: Kind", "kind: Kind text: String")
    .replace("id: ID!", "id: ID!, at: String");
  expect(
    breakingChanges(buildSchema(BEFORE), buildSchema(`${after} extend type Query { offer2: String }`)),
  ).toEqual([]);
});

test("the next major may break, before 1.0 the next minor", () => {
  const answers = (pairs: [string, string][]) =>
    pairs.map(([released, current]) => mayBreak(released, current));
  expect(
    answers([
      ["1.4.0", "2.0.0"],
      ["0.1.0", "0.2.0"],
      ["0.9.0", "1.0.0"],
    ]),
  ).toEqual([true, true, true]);
  expect(
    answers([
      ["1.4.0", "1.5.0"],
      ["0.1.0", "0.1.1"],
      ["1.0.0", "1.0.0"],
    ]),
  ).toEqual([false, false, false]);
});

test("the newest version is the highest, not the last by its letters", () => {
  expect(newest(["1.9.0", "1.10.0", "0.12.3"])).toBe("1.10.0");
});
