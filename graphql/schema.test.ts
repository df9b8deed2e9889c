import {
  buildASTSchema,
  type DocumentNode,
  type FieldDefinitionNode,
  getNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
  type InputValueDefinitionNode,
  isObjectType,
  Kind,
  parse,
  print,
  validate,
  visit,
} from "./graphql-js.ts";
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { coreSchema } from "./core.fixture.ts";
import { executableSchema } from "./executable-schema.ts";
import { fieldHosts } from "./field-hosts.ts";
import { prelude } from "./prelude.ts";
import { OFFER_CHANGE_FIELDS, SYNC_RUN_FIELDS } from "./publish-selection.ts";
import { controlResolvers } from "./resolvers/control.ts";
import { resolvers } from "./resolvers/index.ts";
import { readResolvers } from "./resolvers/read.ts";

const text = readFileSync(new URL("schema.graphql", import.meta.url), "utf8");
const document = parse(text);
const schema = executableSchema(text, resolvers);

type Described = { readonly description?: { readonly value: string } | undefined };

/** `Type`, `Type.field`, `Type.field(argument)`, `Enum.VALUE`, each with its definition as it is printed. */
function definitions(of: DocumentNode): Map<string, { readonly printed: string; readonly node: Described }> {
  const found = new Map<string, { readonly printed: string; readonly node: Described }>();
  const add = (name: string, printed: string, node: Described) => found.set(name, { printed, node });
  const addField = (type: string, field: FieldDefinitionNode | InputValueDefinitionNode) => {
    add(`${type}.${field.name.value}`, print(field.type), field);
    if (field.kind !== Kind.FIELD_DEFINITION) return;
    for (const argument of field.arguments ?? []) {
      const standard = argument.defaultValue ? ` = ${print(argument.defaultValue)}` : "";
      add(`${type}.${field.name.value}(${argument.name.value})`, print(argument.type) + standard, argument);
    }
  };
  for (const node of of.definitions) {
    switch (node.kind) {
      case Kind.OBJECT_TYPE_DEFINITION:
      case Kind.INPUT_OBJECT_TYPE_DEFINITION:
        add(node.name.value, node.kind, node);
        for (const field of node.fields ?? []) addField(node.name.value, field);
        break;
      case Kind.ENUM_TYPE_DEFINITION:
        add(node.name.value, node.kind, node);
        for (const value of node.values ?? []) add(`${node.name.value}.${value.name.value}`, "", value);
        break;
      default:
        break;
    }
  }
  return found;
}

test("nothing of the fixed core is renamed, retyped or removed", () => {
  const ours = definitions(document);
  const changed = [...definitions(parse(coreSchema))].filter(
    ([name, { printed }]) => ours.get(name)?.printed !== printed,
  );
  expect(changed.map(([name]) => name)).toEqual([]);
});

test("every type, field, argument and enum value is described", () => {
  const bare = [...definitions(document)].filter(([, { node }]) => (node.description?.value ?? "") === "");
  expect(bare.map(([name]) => name)).toEqual([]);
});

test("without its descriptions the file is what AppSync takes: no scalar, no directive, no extension of its own", () => {
  const kinds = new Set(document.definitions.map(({ kind }) => kind));
  expect([...kinds].sort()).toEqual(
    [
      Kind.ENUM_TYPE_DEFINITION,
      Kind.INPUT_OBJECT_TYPE_DEFINITION,
      Kind.OBJECT_TYPE_DEFINITION,
      Kind.SCHEMA_DEFINITION,
    ].sort(),
  );
  const stripped = print(
    visit(document, {
      enter: (node) => ("description" in node ? { ...node, description: undefined } : undefined),
    }),
  );
  expect(stripped).not.toContain('"""');
  expect(() => buildASTSchema(parse(`${prelude}\n${stripped}`))).not.toThrow();
});

test("each subscription answers exactly what its mutations answer", () => {
  const subscription = schema.getSubscriptionType();
  const mutation = schema.getMutationType();
  for (const field of Object.values(subscription?.getFields() ?? {})) {
    const directive = field.astNode?.directives?.find(({ name }) => name.value === "aws_subscribe");
    const names = print(directive?.arguments?.[0]?.value ?? { kind: Kind.NULL }).match(/\w+/g) ?? [];
    expect(names.map((name) => String(mutation?.getFields()[name]?.type))).toEqual([String(field.type)]);
  }
});

test("arguments of a subscription that makes no filter are top-level fields of its payload, or AppSync could not filter", () => {
  for (const field of Object.values(schema.getSubscriptionType()?.getFields() ?? {})) {
    if (`Subscription.${field.name}` in fieldHosts) continue;
    const payload = getNamedType(field.type) as GraphQLObjectType;
    for (const argument of field.args) {
      expect(String(payload.getFields()[argument.name]?.type).replace("!", "")).toBe(String(argument.type));
    }
  }
});

const fieldsOf = (map: object): string[] =>
  Object.entries(map)
    .flatMap(([type, fields]) => Object.keys(fields as object).map((field) => `${type}.${field}`))
    .sort();

test("every resolver has a host, and every hosted field a resolver there", () => {
  const hostedBy = (host: string) =>
    Object.keys(fieldHosts)
      .filter((field) => fieldHosts[field]?.host === host)
      .sort();
  expect(hostedBy("read")).toEqual(fieldsOf(readResolvers));
  expect(hostedBy("control")).toEqual(fieldsOf(controlResolvers));
  expect(Object.keys(fieldHosts).sort()).toEqual(fieldsOf(resolvers));
});

test("every query and mutation has a resolver", () => {
  const roots = [schema.getQueryType(), schema.getMutationType()];
  const fields = roots.flatMap((type) =>
    Object.keys(type?.getFields() ?? {}).map((field) => `${type?.name}.${field}`),
  );
  expect(fields.filter((field) => !(field in fieldHosts))).toEqual([]);
});

test("nested fields are answered in batches", () => {
  const nested = Object.entries(fieldHosts).filter(
    ([field]) => !/^(Query|Mutation|Subscription)\./.test(field),
  );
  expect(nested.filter(([, { maxBatchSize }]) => maxBatchSize === undefined)).toEqual([]);
});

const NOT_PUBLISHED = new Set([
  "Offer.source",
  "Offer.versions",
  "Offer.priceHistory",
  "Offer.lowestPrice30Days",
]);

/** Every leaf below a type, as a selection; what AppSync leaves null inside a subscription is left out. */
function wholeSelection(from: GraphQLSchema, typeName: string): string[] {
  const type = from.getType(typeName);
  if (!isObjectType(type)) return [];
  return Object.values(type.getFields())
    .filter((field) => !NOT_PUBLISHED.has(`${typeName}.${field.name}`))
    .flatMap((field) => {
      const inner = getNamedType(field.type);
      return isObjectType(inner)
        ? wholeSelection(from, inner.name).map((path) => `${field.name}.${path}`)
        : [field.name];
    })
    .sort();
}

function selected(fields: string): string[] {
  const paths: string[] = [];
  const trail: string[] = [];
  visit(parse(`{ ${fields} }`), {
    Field: {
      enter(node) {
        trail.push(node.name.value);
        if (!node.selectionSet) paths.push(trail.join("."));
      },
      leave: () => void trail.pop(),
    },
  });
  return paths.sort();
}

test.each([
  ["OfferChange", OFFER_CHANGE_FIELDS],
  ["SyncRun", SYNC_RUN_FIELDS],
])("a publication of %s selects every field that a subscriber may ask for", (type, fields) => {
  expect(selected(fields)).toEqual(wholeSelection(schema, type));
  expect(
    validate(
      schema,
      parse(
        `fragment All on ${type} { ${fields} } { __typename ...Unused } fragment Unused on Query { __typename }`,
      ),
    ).map((e) => e.message),
  ).toEqual(['Fragment "All" is never used.']);
});
