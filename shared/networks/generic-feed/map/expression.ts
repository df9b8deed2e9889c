/** Expressions compiled to functions: a path, a constant, a template, the first of several, all of several. */
import { compileFunction } from "./functions.ts";
import type { CompileContext, RecordContext } from "./functions.ts";
import { compilePath } from "./path.ts";
import type { Expression, ExpressionObject } from "./schema.ts";
import { compileTemplate } from "../template/template.ts";
import { isEmpty } from "./value.ts";

export type ExpressionReader = (context: RecordContext) => unknown;

/** Compiles once; the reader is then called for every record. */
export function compileExpression(expression: Expression, context: CompileContext): ExpressionReader {
  if (typeof expression === "string") {
    const read = compilePath(expression);
    return ({ record }) => read(record);
  }
  const source = compileSource(expression, context);
  const steps = (expression.then ?? []).map((step) => compileFunction(step, context));
  if (steps.length === 0) return source;
  return (record) => {
    let value = source(record);
    for (const step of steps) {
      if (isEmpty(value)) return null;
      value = step(value, record);
    }
    return value;
  };
}

function compileSource(expression: ExpressionObject, context: CompileContext): ExpressionReader {
  if (expression.path !== undefined) return compileExpression(expression.path, context);
  if (expression.const !== undefined) {
    const value = expression.const;
    return () => value;
  }
  if (expression.template !== undefined) {
    const template = compileTemplate(expression.template, ["record", "config"]);
    const { config } = context;
    return ({ record }) => template({ record, config });
  }
  if (expression.first_of !== undefined) {
    const readers = expression.first_of.map((choice) => compileExpression(choice, context));
    return (record) => {
      for (const read of readers) {
        const value = read(record);
        if (!isEmpty(value)) return value;
      }
      return null;
    };
  }
  const readers = (expression.concat ?? []).map((part) => compileExpression(part, context));
  return (record) => readers.flatMap((read) => read(record) ?? []);
}

/** Where an expression looks, for a message: `the map's path 'id' is empty`. */
export function describeExpression(expression: Expression | undefined): string {
  if (expression === undefined) return "the map does not say where it is";
  const paths = pathsIn(expression);
  if (paths.length === 1) return `the map's path '${paths[0]}' is empty`;
  return paths.length === 0
    ? "the map's value for it is empty"
    : `the map's paths ${paths.map((path) => `'${path}'`).join(", ")} are empty`;
}

function pathsIn(expression: Expression): string[] {
  if (typeof expression === "string") return [expression];
  if (expression.path !== undefined) return [expression.path];
  return (expression.first_of ?? expression.concat ?? []).flatMap(pathsIn);
}
