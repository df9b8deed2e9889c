/** Refuses heaps of directives: each of them is looked at by every rule, whether it exists or not. */
import type { ASTVisitor, ValidationRule } from "../graphql-js.ts";
import { limitExceeded } from "./exceeded.ts";

export const directiveLimit =
  (most: number): ValidationRule =>
  (context): ASTVisitor => ({
    enter(node) {
      const asked = "directives" in node ? (node.directives?.length ?? 0) : 0;
      if (asked <= most) return;
      context.reportError(
        limitExceeded({ limit: "directives", most, asked }, "directives in one place", node),
      );
    },
  });
