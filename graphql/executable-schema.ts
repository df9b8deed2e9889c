/** The schema's text and the resolver map, put together for graphql-js. */
import { buildSchema, type GraphQLFieldResolver, type GraphQLSchema, isObjectType } from "./graphql-js.ts";
import { prelude, scalars } from "./prelude.ts";
import { callResolver, type Resolvers } from "./resolver-map.ts";

/** @throws GraphQLError when the text is no valid schema, or an Error when a resolver has no field in it */
export function executableSchema<Context>(schemaText: string, resolvers: Resolvers<Context>): GraphQLSchema {
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
    for (const [fieldName, resolver] of Object.entries(fields)) {
      const resolve: GraphQLFieldResolver<unknown, Context> = (parent, args, context) =>
        callResolver(resolver, parent, args, context);
      fieldOf(schema, typeName, fieldName).resolve = resolve as GraphQLFieldResolver<unknown, unknown>;
    }
  }
  return schema;
}

export function fieldOf(schema: GraphQLSchema, typeName: string, fieldName: string) {
  const type = schema.getType(typeName);
  const field = isObjectType(type) ? type.getFields()[fieldName] : undefined;
  if (field === undefined) throw new Error(`The schema has no field ${typeName}.${fieldName}.`);
  return field;
}
