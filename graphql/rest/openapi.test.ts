import { Validator } from "@seriousme/openapi-schema-validator";
import { readFileSync } from "node:fs";
import { beforeAll, expect, test } from "vitest";
import {
  getNamedType,
  isInputObjectType,
  parse,
  TypeInfo,
  validate,
  visit,
  visitWithTypeInfo,
} from "../graphql-js.ts";
import { executableSchema } from "../executable-schema.ts";
import { resolvers } from "../resolvers/index.ts";
import { JSON_FIELDS } from "./api.ts";
import { editorFields, enteredFields } from "./editor-inputs.ts";
import { filterFields, INPUT_TYPE } from "./inputs.ts";
import { openApiDocument } from "./openapi.ts";
import { routes } from "./routes.ts";

const schemaText = readFileSync(new URL("../schema.graphql", import.meta.url), "utf8");
const schema = executableSchema(schemaText, resolvers);

interface Operation {
  readonly requestBody?: object;
  readonly operationId: string;
  readonly summary: string;
  readonly description: string;
  readonly parameters: readonly {
    readonly name: string;
    readonly description?: string;
    readonly schema: object;
  }[];
  readonly responses: Readonly<Record<string, { readonly description?: string; readonly $ref?: string }>>;
}
type Paths = Readonly<Record<string, Readonly<Record<string, Operation>>>>;

let document: ReturnType<typeof openApiDocument>;
let paths: Paths;
beforeAll(() => {
  document = openApiDocument(schemaText);
  paths = document["paths"] as Paths;
});

test("is valid OpenAPI 3.1", async () => {
  const validator = new Validator();
  const { valid, errors } = await validator.validate(JSON.parse(JSON.stringify(document)));
  expect(errors).toBeUndefined();
  expect([valid, validator.version]).toEqual([true, "3.1"]);
});

test("every reference in it leads somewhere", () => {
  const text = JSON.stringify(document);
  for (const [, section = "", name = ""] of text.matchAll(/"#\/components\/(\w+)\/(\w+)"/g)) {
    const components = document["components"] as Record<string, Record<string, unknown>>;
    expect(components[section]).toHaveProperty(name);
  }
});

test.each(routes.map((route) => [`${route.method} ${route.path}`, route] as const))(
  "%s is in it, with all it takes and answers described",
  (_, route) => {
    const path = `/api${route.path.replaceAll(/:(\w+)/g, "{$1}")}`;
    const operation = paths[path]?.[route.method.toLowerCase()];
    expect(operation?.operationId).toBe(route.id);
    expect(operation?.description).toMatch(/scope `\w+:\w+`/);
    const wanted = [
      ...Object.keys(route.query?.shape ?? {}),
      ...[...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name),
    ];
    const parameters = operation?.parameters ?? [];
    expect(parameters.map(({ name }) => name)).toEqual(expect.arrayContaining(wanted));
    expect(parameters.filter(({ description = "" }) => description === "")).toEqual([]);
    expect(Object.keys(operation?.responses ?? {})).toEqual(
      expect.arrayContaining([String(route.status), "400", "401", "403", "429", "500", "504"]),
    );
  },
);

test("every field of every body is described", () => {
  const bare: string[] = [];
  const look = (value: unknown, path: string): void => {
    if (typeof value !== "object" || value === null) return;
    const { properties = {} } = value as { properties?: Record<string, { description?: string }> };
    for (const [name, property] of Object.entries(properties)) {
      if ((property.description ?? "") === "") bare.push(`${path}.${name}`);
    }
    for (const [name, inner] of Object.entries(value)) look(inner, `${path}.${name}`);
  };
  for (const [path, operations] of Object.entries(paths)) {
    for (const [method, { requestBody }] of Object.entries(operations))
      look(requestBody, `${method} ${path}`);
  }
  expect(bare).toEqual([]);
  expect(JSON.stringify(document)).not.toContain(INPUT_TYPE);
});

test("operations have ids of their own", () => {
  expect(new Set(routes.map(({ id }) => id)).size).toBe(routes.length);
});

test("lists take every field of GraphQL's filter", () => {
  const filter = schema.getType("OfferFilter");
  if (!isInputObjectType(filter)) throw new Error("OfferFilter is no input type");
  expect(Object.keys(filterFields).toSorted()).toEqual(Object.keys(filter.getFields()).toSorted());
});

test.each([
  ["override", "OfferOverrideInput", editorFields],
  ["enter", "ManualOfferInput", enteredFields],
])("what editors may %s by REST is what they may by GraphQL", (_, name, fields) => {
  const input = schema.getType(name);
  if (!isInputObjectType(input)) throw new Error(`${name} is no input type`);
  expect(Object.keys(fields).toSorted()).toEqual(Object.keys(input.getFields()).toSorted());
});

test.each(routes.map((route) => [route.id, route] as const))(
  "the document of %s fits the schema",
  (_, route) => {
    expect(validate(schema, parse(route.document))).toEqual([]);
  },
);

test("every field whose JSON is a text in GraphQL is JSON in REST", () => {
  const found = new Set<string>();
  for (const route of routes) {
    const info = new TypeInfo(schema);
    visit(
      parse(route.document),
      visitWithTypeInfo(info, {
        Field: ({ name }) => {
          const type = info.getType();
          if (type && getNamedType(type).name === "AWSJSON") found.add(name.value);
        },
      }),
    );
  }
  expect(found).toEqual(JSON_FIELDS);
});
