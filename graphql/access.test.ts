import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { anonymous, iamCaller, userCaller } from "../shared/access/caller.ts";
import { ROLES, SCOPES, scopesOfRole } from "../shared/access/scopes.ts";
import { authorise, deniedFields, fieldScopes, internalFields, openFields } from "./access.ts";
import { isObjectType } from "./graphql-js.ts";
import { executableSchema } from "./executable-schema.ts";
import { resolvers } from "./resolvers/index.ts";

const schema = executableSchema(readFileSync(new URL("schema.graphql", import.meta.url), "utf8"), resolvers);

const fieldsOf = (typeName: string): string[] => {
  const type = schema.getType(typeName);
  return isObjectType(type) ? Object.keys(type.getFields()).map((field) => `${typeName}.${field}`) : [];
};
const roots = ["Query", "Mutation", "Subscription"].flatMap(fieldsOf);

test("every operation says whom it is for", () => {
  expect(
    roots.filter((field) => !(field in fieldScopes) && !internalFields.has(field) && !openFields.has(field)),
  ).toEqual([]);
});

test("every rule is of a field that there is", () => {
  const rules = [...Object.keys(fieldScopes), ...internalFields];
  expect(rules.filter((field) => !fieldsOf(field.split(".")[0] ?? "").includes(field))).toEqual([]);
});

test("each role may do what the ones before it may, and more", () => {
  const sizes = ROLES.map((role) => scopesOfRole[role].length);
  expect(sizes).toEqual([...new Set(sizes)].sort((a, b) => a - b));
  expect(scopesOfRole.EDITOR).toEqual(expect.arrayContaining([...scopesOfRole.READER]));
  expect(scopesOfRole.ADMIN).toEqual(SCOPES);
});

test.each(roots.filter((field) => field in fieldScopes))("%s is for those who have its scope", (field) => {
  const scope = fieldScopes[field]!;
  for (const role of ROLES) {
    const act = () => authorise(field, userCaller("someone", role));
    if (scopesOfRole[role].includes(scope)) expect(act).not.toThrow();
    else expect(act).toThrow(expect.objectContaining({ name: "FORBIDDEN" }));
  }
  expect(() => authorise(field, userCaller("nobody", null))).toThrow(
    expect.objectContaining({ name: "FORBIDDEN" }),
  );
  expect(() => authorise(field, anonymous([]))).toThrow(expect.objectContaining({ name: "UNAUTHENTICATED" }));
});

test.each([...internalFields])("%s is for the feed itself, whatever somebody's role", (field) => {
  expect(() => authorise(field, userCaller("admin", "ADMIN"))).toThrow(/the feed's own functions/);
  expect(() => authorise(field, iamCaller("arn:aws:iam::1:role/publish"))).not.toThrow();
});

test("what AppSync is told to deny is what is refused", () => {
  expect(deniedFields(iamCaller("x"))).toEqual([]);
  const denied = deniedFields(userCaller("reader", "READER"));
  expect(denied).toContain("Mutation.hideOffer");
  expect(denied).toContain("Source.settings");
  expect(denied.filter((field) => ["offers:read", "sources:read"].includes(fieldScopes[field]!))).toEqual([]);
});
