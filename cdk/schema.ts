/** The GraphQL schema as AppSync takes it. */
import type { ConstDirectiveNode, DocumentNode } from "graphql";
import { Kind, parse, print, visit } from "graphql";

/**
 * The same schema without descriptions and comments: AppSync drops descriptions at best, and refuses them at worst.
 * Every type is for both kinds of callers, those whom the authorizer lets in and IAM principals: one that did not say
 * so would be for the first kind alone.
 *
 * @throws GraphQLError where the text is not a schema, with its line
 */
export function appsyncSchema(sdl: string): string {
  const document = visit(parse(sdl), {
    enter: (node) =>
      "description" in node && node.description !== undefined
        ? { ...node, description: undefined }
        : undefined,
  });
  const open = visit(document, {
    ObjectTypeDefinition: (node) => ({ ...node, directives: [...(node.directives ?? []), ...BOTH] }),
  });
  return `${print(open)}\n`;
}

const BOTH: readonly ConstDirectiveNode[] = ["aws_lambda", "aws_iam"].map((value) => ({
  kind: Kind.DIRECTIVE,
  name: { kind: Kind.NAME, value },
}));

/** Names of the mutations that only the feed itself may call: they carry `@aws_iam`. */
export function publishMutations(sdl: string): readonly string[] {
  return rootFields(parse(sdl), "Mutation")
    .filter((field) => field.directives?.some((directive) => directive.name.value === "aws_iam"))
    .map((field) => field.name.value);
}

function rootFields(document: DocumentNode, typeName: string) {
  return document.definitions.flatMap((definition) =>
    definition.kind === Kind.OBJECT_TYPE_DEFINITION && definition.name.value === typeName
      ? (definition.fields ?? [])
      : [],
  );
}
