/** Templates: text with `{{ … }}` in it, as Airbyte's manifests have them. */
import { textOf } from "../map/value.ts";
import { compileTemplateExpression, isTrue } from "./expression.ts";
import type { Evaluate, TemplateContext } from "./expression.ts";
import { TemplateError } from "./tokens.ts";

/** Null: a value the template needs is missing. `default('')` makes a value optional. */
export type Template = (context: TemplateContext) => string | null;

const PLACEHOLDER = /\{\{(.*?)\}\}/gs;

/**
 * @param roots the names a template may read from its context
 * @throws TemplateError for what the grammar does not have
 */
export function compileTemplate(text: string, roots: readonly string[]): Template {
  const parts: (string | Evaluate)[] = [];
  let end = 0;
  for (const match of text.matchAll(PLACEHOLDER)) {
    if (match.index > end) parts.push(text.slice(end, match.index));
    parts.push(compileTemplateExpression(match[1] ?? "", roots));
    end = match.index + match[0].length;
  }
  if (end < text.length) parts.push(text.slice(end));
  return (context) => {
    let result = "";
    for (const part of parts) {
      const value = typeof part === "string" ? part : shown(part(context));
      if (value === null) return null;
      result += value;
    }
    return result;
  };
}

const shown = (value: unknown): string | null =>
  typeof value === "number" ? String(value) : value === "" ? "" : textOf(value);

/** A condition: one `{{ … }}`, true or false for each record. @throws TemplateError */
export function compileCondition(
  text: string,
  roots: readonly string[],
): (context: TemplateContext) => boolean {
  const inner = /^\s*\{\{(.*)\}\}\s*$/s.exec(text)?.[1];
  if (inner === undefined) throw new TemplateError("a condition is one expression in {{ }}");
  const evaluate = compileTemplateExpression(inner, roots);
  return (context) => isTrue(evaluate(context));
}

/** What is wrong with a template, for a message; null when nothing is. */
export function templateProblem(
  text: string,
  roots: readonly string[],
  compile: typeof compileTemplate | typeof compileCondition = compileTemplate,
): string | null {
  try {
    compile(text, roots);
    return null;
  } catch (error) {
    if (error instanceof TemplateError) return `the template can't be read: ${error.message}`;
    throw error;
  }
}

/** The keys of `config` that a template refers to. */
export const configKeysIn = (text: string): string[] =>
  [...text.matchAll(/\bconfig(?:\.(\w+)|\[\s*['"]([^'"]+)['"]\s*\])/g)].map(
    ([, dotted, quoted]) => dotted ?? quoted ?? "",
  );
