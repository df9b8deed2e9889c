/** The limits that a document shows by itself, as rules of its validation. */
import type { ValidationRule } from "../graphql-js.ts";
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
