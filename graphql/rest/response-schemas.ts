/** JSON Schemas of answers, from what the routes' GraphQL documents select. */
import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  getNamedType,
  getNullableType,
  type GraphQLOutputType,
  type GraphQLSchema,
  isEnumType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  parse,
  type SelectionSetNode,
} from "../graphql-js.ts";
import { fieldOf } from "../executable-schema.ts";
import type { Route } from "./route.ts";

export type JsonSchema = Record<string, unknown>;

/** Scalars of GraphQL and AppSync as JSON. */
const SCALARS: Readonly<Record<string, JsonSchema>> = {
  ID: { type: "string" },
  String: { type: "string" },
  Int: { type: "integer" },
  Float: { type: "number" },
  Boolean: { type: "boolean" },
  AWSDateTime: { type: "string", format: "date-time" },
  AWSURL: { type: "string", format: "uri" },
  AWSJSON: {},
};

/** Collects the schemas that several answers share, by name. */
export class ResponseSchemas {
  readonly components = new Map<string, JsonSchema>();
  readonly #schema: GraphQLSchema;

  constructor(schema: GraphQLSchema) {
    this.#schema = schema;
  }

  /** The schema of a route's body, which is never null. */
  of(route: Route): JsonSchema {
    const document = parse(route.document);
    const operation = document.definitions.find(({ kind }) => kind === Kind.OPERATION_DEFINITION);
    if (operation?.kind !== Kind.OPERATION_DEFINITION) throw new Error(`${route.id} has no operation.`);
    const root = this.#schema.getRootType(operation.operation);
    if (!root) throw new Error(`The schema has no ${operation.operation}.`);
    let type: GraphQLOutputType = root;
    let set: SelectionSetNode | undefined = operation.selectionSet;
    for (const name of route.answer) {
      const field: FieldNode | undefined = set?.selections
        .filter((each) => each.kind === Kind.FIELD)
        .find((each) => each.name.value === name);
      if (field === undefined) throw new Error(`${route.id} does not select ${name}.`);
      type = fieldOf(this.#schema, getNamedType(type).name, name).type;
      set = field.selectionSet;
    }
    const body = this.#typed(getNullableType(type), set, document);
    return isListType(getNullableType(type))
      ? { type: "object", properties: { nodes: body }, required: ["nodes"] }
      : body;
  }

  #typed(type: GraphQLOutputType, set: SelectionSetNode | undefined, document: DocumentNode): JsonSchema {
    if (isNonNullType(type)) return this.#typed(type.ofType, set, document);
    if (isListType(type)) return { type: "array", items: this.#nullable(type.ofType, set, document) };
    if (isObjectType(type)) return this.#object(type.name, set, document);
    if (isEnumType(type)) return this.#enum(type.name);
    const scalar = SCALARS[type.name];
    if (scalar === undefined) throw new Error(`${type.name} has no JSON Schema.`);
    return { ...scalar };
  }

  #nullable(type: GraphQLOutputType, set: SelectionSetNode | undefined, document: DocumentNode): JsonSchema {
    const schema = this.#typed(type, set, document);
    if (isNonNullType(type) || Object.keys(schema).length === 0) return schema;
    return typeof schema["type"] === "string"
      ? { ...schema, type: [schema["type"], "null"] }
      : { anyOf: [schema, { type: "null" }] };
  }

  /** A selection that is one fragment is a component of its name. */
  #object(typeName: string, set: SelectionSetNode | undefined, document: DocumentNode): JsonSchema {
    const [only, second] = set?.selections ?? [];
    if (only?.kind === Kind.FRAGMENT_SPREAD && second === undefined) {
      const name = only.name.value;
      if (!this.components.has(name)) {
        this.components.set(name, {});
        this.components.set(name, this.#fields(typeName, fragment(name, document).selectionSet, document));
      }
      return reference(name);
    }
    return this.#fields(typeName, set, document);
  }

  #fields(typeName: string, set: SelectionSetNode | undefined, document: DocumentNode): JsonSchema {
    const properties: Record<string, JsonSchema> = {};
    const required: string[] = [];
    for (const selection of set?.selections ?? []) {
      if (selection.kind !== Kind.FIELD) throw new Error(`${typeName} mixes a fragment with fields.`);
      const name = selection.name.value;
      const { type, description } = fieldOf(this.#schema, typeName, name);
      const schema = this.#nullable(type, selection.selectionSet, document);
      properties[name] = { ...schema, ...(description ? { description } : {}) };
      if (!selection.directives?.length) required.push(name);
    }
    const description = this.#schema.getType(typeName)?.description;
    return { type: "object", ...(description ? { description } : {}), properties, required };
  }

  #enum(name: string): JsonSchema {
    const type = this.#schema.getType(name);
    if (!isEnumType(type)) throw new Error(`${name} is no enum.`);
    const values = type.getValues();
    const meanings = values.map((value) => `- \`${value.name}\`: ${value.description ?? ""}`).join("\n");
    this.components.set(name, {
      type: "string",
      description: `${type.description ?? ""}\n\n${meanings}`,
      enum: values.map((value) => value.name),
    });
    return reference(name);
  }
}

const reference = (name: string): JsonSchema => ({ $ref: `#/components/schemas/${name}` });

function fragment(name: string, document: DocumentNode): FragmentDefinitionNode {
  const found = document.definitions.find(
    (definition) => definition.kind === Kind.FRAGMENT_DEFINITION && definition.name.value === name,
  );
  if (found?.kind !== Kind.FRAGMENT_DEFINITION) throw new Error(`There is no fragment ${name}.`);
  return found;
}
