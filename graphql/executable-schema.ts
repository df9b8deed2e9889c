/** The schema's text and the resolver map, put together for graphql-js. */
import {
  buildSchema,
  defaultFieldResolver,
  type GraphQLFieldResolver,
  type GraphQLSchema,
  isObjectType,
} from "./graphql-js.ts";
import type { Caller } from "../shared/access/caller.ts";
import type { Audited } from "./audited.ts";
import { authorise, fieldScopes } from "./access.ts";
import { prelude, scalars } from "./prelude.ts";
import { callResolver, type Resolvers } from "./resolver-map.ts";

/** @throws GraphQLError when the text is no valid schema, or an Error when a resolver has no field in it */
export function executableSchema<Context extends Audited>(
  schemaText: string,
  resolvers: Resolvers<Context>,
): GraphQLSchema {
  const schema = buildSchema(`${prelude}\n${schemaText}`);
  for (const scalar of scalars) {
    const built = schema.getType(scalar.name);
    if (built)
      Object.assign(built, {
        parseValue: scalar.parseValue,
        parseLiteral: scalar.parseLiteral,
        serialize: scalar.serialize,
      });
  }
  for (const [typeName, fields] of Object.entries(resolvers)) {
    // Of subscriptions they answer the filter, which the host asks for by itself.
    if (typeName === "Subscription") continue;
    for (const [fieldName, resolver] of Object.entries(fields)) {
      const resolve: GraphQLFieldResolver<unknown, Context> = (parent, args, context) =>
        callResolver(`${typeName}.${fieldName}`, resolver, parent, args, context);
      fieldOf(schema, typeName, fieldName).resolve = resolve as GraphQLFieldResolver<unknown, unknown>;
    }
  }
  guardPlainFields(schema, resolvers);
  return schema;
}

/** Fields that are read off their parent, and that not everybody may see. */
function guardPlainFields<Context extends Audited>(
  schema: GraphQLSchema,
  resolvers: Resolvers<Context>,
): void {
  for (const name of Object.keys(fieldScopes)) {
    const [typeName = "", fieldName = ""] = name.split(".");
    if (typeName === "Subscription" || resolvers[typeName]?.[fieldName] !== undefined) continue;
    const resolve: GraphQLFieldResolver<unknown, Caller> = (parent, args, context, info) => {
      authorise(name, context);
      return defaultFieldResolver(parent, args, context, info);
    };
    fieldOf(schema, typeName, fieldName).resolve = resolve as GraphQLFieldResolver<unknown, unknown>;
  }
}

export function fieldOf(schema: GraphQLSchema, typeName: string, fieldName: string) {
  const type = schema.getType(typeName);
  const field = isObjectType(type) ? type.getFields()[fieldName] : undefined;
  if (field === undefined) throw new Error(`The schema has no field ${typeName}.${fieldName}.`);
  return field;
}
