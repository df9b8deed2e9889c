/** What a document shows by itself, as rules of its validation. */
import { NoSchemaIntrospectionCustomRule, type ValidationRule } from "../graphql-js.ts";
import { aliasLimit } from "./aliases.ts";
import { depthLimit } from "./depth.ts";
import { directiveLimit } from "./directives.ts";
import { LIMITS } from "./limits.ts";
import { rootFieldLimit } from "./root-fields.ts";

export const limitRules: readonly ValidationRule[] = [
  depthLimit(LIMITS.depth),
  aliasLimit(LIMITS.aliases),
  rootFieldLimit(LIMITS.rootFields),
  directiveLimit(LIMITS.directives),
];

/** @param introspection whether the schema may be asked for */
export const rulesFor = (introspection: boolean): readonly ValidationRule[] =>
  introspection ? limitRules : [...limitRules, NoSchemaIntrospectionCustomRule];
