/**
 * The schema's own rules, beyond what GraphQL and AppSync ask: names, whole sentences, Relay's connections, payloads.
 * On graphql-js, as the schema's other tests are: graphql-eslint needs ESLint beside the linter that this project has.
 */
import {
  getNamedType,
  getNullableType,
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputField,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
  type GraphQLType,
  isEnumType,
  isInputObjectType,
  isIntrospectionType,
  isListType,
  isNonNullType,
  isObjectType,
  isScalarType,
} from "./graphql-js.ts";

/** Names that break a rule, and why they may. `Type`, `Type.field` or `Type.field(argument)`. */
export type Exceptions = Readonly<Record<string, string>>;

type Member = GraphQLField<unknown, unknown> | GraphQLInputField | GraphQLArgument;

interface Named {
  readonly name: string;
  readonly description?: string | null | undefined;
  readonly deprecationReason?: string | null | undefined;
}

/** @returns what is wrong, a line each, beginning with the name at fault; nothing of what is excepted */
export function lintSchema(schema: GraphQLSchema, exceptions: Exceptions = {}): string[] {
  const types = Object.values(schema.getTypeMap()).filter(
    (type) => !isIntrospectionType(type) && !isScalarType(type),
  );
  const problems = [...types.flatMap((type) => lintType(schema, type)), ...unused(schema, types)];
  return problems.filter((problem) => !(nameIn(problem) in exceptions));
}

/** @returns the exceptions that nothing needs any more */
export function staleExceptions(schema: GraphQLSchema, exceptions: Exceptions): string[] {
  const broken = new Set(lintSchema(schema).map(nameIn));
  return Object.keys(exceptions).filter((name) => !broken.has(name));
}

const nameIn = (problem: string): string => problem.slice(0, problem.indexOf(": "));

function lintType(schema: GraphQLSchema, type: GraphQLNamedType): string[] {
  const own = [...wellNamed(type.name, type.name, PASCAL), ...described(type.name, type)];
  if (isEnumType(type)) {
    return [...own, ...type.getValues().flatMap((value) => lintValue(type.name, value))];
  }
  if (!isObjectType(type) && !isInputObjectType(type)) return own;
  const members = Object.values(type.getFields()).flatMap((field: Member) => lintMember(type.name, field));
  if (isInputObjectType(type)) return [...own, ...members, ...inputName(type.name)];
  return [...own, ...members, ...connection(schema, type), ...payloads(schema, type)];
}

const PASCAL = { pattern: /^[A-Z][A-Za-z0-9]*$/, style: "PascalCase" };
const CAMEL = { pattern: /^[a-z][A-Za-z0-9]*$/, style: "camelCase" };
const UPPER = { pattern: /^[A-Z][A-Z0-9]*(_[A-Z0-9]+)*$/, style: "UPPER_SNAKE_CASE" };

const wellNamed = (place: string, name: string, { pattern, style }: typeof PASCAL): string[] =>
  pattern.test(name) ? [] : [`${place}: is written in ${style}`];

/** Begins as a sentence does (or with code, a number or a quotation) and ends as one. */
const SENTENCE = /^[\p{Lu}\p{N}`"“][\s\S]*[.?!]["”]?$/u;

function described(place: string, { description, deprecationReason }: Named): string[] {
  const problems: string[] = [];
  if (!SENTENCE.test((description ?? "").trim())) {
    problems.push(`${place}: is described in whole sentences, with a capital and a full stop`);
  }
  const reason = deprecationReason ?? null;
  if (reason !== null && (reason === "No longer supported" || !SENTENCE.test(reason))) {
    problems.push(`${place}: is deprecated with a reason that says what to use instead`);
  }
  return problems;
}

const lintValue = (type: string, value: Named): string[] => {
  const place = `${type}.${value.name}`;
  return [...wellNamed(place, value.name, UPPER), ...described(place, value)];
};

function lintMember(type: string, field: Member): string[] {
  const place = `${type}.${field.name}`;
  const args = "args" in field ? field.args : [];
  return [
    ...lintValueType(place, field),
    ...args.flatMap((argument) => lintValueType(`${place}(${argument.name})`, argument)),
  ];
}

const lintValueType = (place: string, member: Member): string[] => [
  ...wellNamed(place, member.name, CAMEL),
  ...described(place, member),
  ...itemsNonNull(place, member.type),
  ...identifier(place, member),
];

function itemsNonNull(place: string, type: GraphQLType): string[] {
  const list = getNullableType(type);
  if (!isListType(list)) return [];
  const problem = isNonNullType(list.ofType) ? [] : [`${place}: is a list whose items are not null`];
  return [...problem, ...itemsNonNull(place, list.ofType as GraphQLType)];
}

/** `id`, `sourceId`, `sourceIds` are of the type ID; a thing's own `id` is never null. */
function identifier(place: string, { name, type }: Member): string[] {
  if (!/^id$|^ids$|Ids?$/.test(name)) return [];
  if (getNamedType(type).name !== "ID") return [`${place}: is of the type ID`];
  return name === "id" && !isNonNullType(type) ? [`${place}: is never null, ID!`] : [];
}

const inputName = (name: string): string[] =>
  /(Input|Filter)$/.test(name) ? [] : [`${name}: is an input, so its name ends with Input or Filter`];

/** Relay's connections: edges with cursors, a page info, and the nodes alone for those who need no cursors. */
function connection(schema: GraphQLSchema, type: GraphQLObjectType): string[] {
  if (!type.name.endsWith("Connection")) return [];
  const fields = type.getFields();
  const edgeName = type.name.replace(/Connection$/, "Edge");
  const expected = { edges: `[${edgeName}!]!`, pageInfo: "PageInfo!" };
  const problems = Object.entries(expected)
    .filter(([name, of]) => String(fields[name]?.type) !== of)
    .map(([name, of]) => `${type.name}: is a connection, with ${name}: ${of}`);
  const edge = schema.getType(edgeName);
  if (problems.length > 0 || !isObjectType(edge)) return problems;
  const { cursor, node } = edge.getFields();
  if (String(cursor?.type) !== "String!") problems.push(`${edgeName}: is an edge, with cursor: String!`);
  if (node === undefined || !isNonNullType(node.type)) problems.push(`${edgeName}: is an edge, with a node!`);
  if (node !== undefined && String(fields["nodes"]?.type) !== `[${String(node.type)}]!`) {
    problems.push(`${type.name}: is a connection, with nodes: [${String(node.type)}]!`);
  }
  return problems;
}

/** A mutation answers with a payload that can say what its user got wrong, or one for each thing that it did. */
function payloads(schema: GraphQLSchema, type: GraphQLObjectType): string[] {
  if (type !== schema.getMutationType()) return [];
  return Object.values(type.getFields()).flatMap((field) => {
    const payload = getNamedType(field.type);
    const place = `Mutation.${field.name}`;
    const errors = isObjectType(payload) ? payload.getFields()["userErrors"] : undefined;
    if (String(errors?.type) !== "[UserError!]!") {
      return [`${place}: answers with a payload that has userErrors: [UserError!]!`];
    }
    return isNonNullType(field.type) ? [] : [`${place}: always answers, with ${payload.name}!`];
  });
}

/** What no query, mutation or subscription leads to. */
function unused(schema: GraphQLSchema, types: readonly GraphQLNamedType[]): string[] {
  const reached = new Set<GraphQLNamedType>();
  const reach = (type: GraphQLNamedType): void => {
    if (reached.has(type)) return;
    reached.add(type);
    if (!isObjectType(type) && !isInputObjectType(type)) return;
    for (const field of Object.values(type.getFields()) as Member[]) {
      reach(getNamedType(field.type));
      if ("args" in field) for (const argument of field.args) reach(getNamedType(argument.type));
    }
  };
  for (const root of [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()]) {
    if (root) reach(root);
  }
  return types.filter((type) => !reached.has(type)).map(({ name }) => `${name}: is used nowhere`);
}
