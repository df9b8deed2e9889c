/** Expressions of templates: paths, literals, comparisons, `and`, `or`, `not` and filters. No other code. */
import { parseDecimal } from "../map/decimal.ts";
import { compilePath } from "../map/path.ts";
import { FILTERS } from "../map/text-functions.ts";
import { isEmpty, isObject, textOf, textsOf } from "../map/value.ts";
import { closest } from "../../../settings/strict.ts";
import { TemplateError, tokensOf } from "./tokens.ts";
import type { Token } from "./tokens.ts";

/** What a template may read: `record`, `config`. */
export type TemplateContext = Readonly<Record<string, unknown>>;

export type Evaluate = (context: TemplateContext) => unknown;

/**
 * @param roots the names an expression may begin with
 * @throws TemplateError for anything that is not in the grammar
 */
export function compileTemplateExpression(source: string, roots: readonly string[]): Evaluate {
  return new ExpressionParser(tokensOf(source), roots).whole();
}

/** False for nothing, blank text, empty lists and `false`. */
export const isTrue = (value: unknown): boolean => value !== false && !isEmpty(value);

const COMPARISONS = new Set(["==", "!=", "<", "<=", ">", ">=", "in"]);
const LITERALS: Readonly<Record<string, boolean | null>> = {
  true: true,
  false: false,
  none: null,
  null: null,
};

class ExpressionParser {
  readonly #tokens: readonly Token[];
  readonly #roots: readonly string[];
  #at = 0;

  constructor(tokens: readonly Token[], roots: readonly string[]) {
    this.#tokens = tokens;
    this.#roots = roots;
  }

  whole(): Evaluate {
    const value = this.#or();
    const rest = this.#tokens[this.#at];
    if (rest !== undefined) throw new TemplateError(`"${rest.value}" is not expected here`);
    return value;
  }

  /** As in Jinja, a filter belongs to the value it follows and binds closer than any operator. */
  #filtered(): Evaluate {
    let value = this.#primary();
    while (this.#take("mark", "|")) {
      const name = this.#name();
      const args = this.#take("mark", "(") ? this.#arguments() : [];
      const filter = FILTERS[name];
      if (filter === undefined) {
        const meant = closest(name, Object.keys(FILTERS));
        throw new TemplateError(
          `there is no filter "${name}"${meant === null ? "" : `: did you mean "${meant}"?`}`,
        );
      }
      const input = value;
      value = (context) => filter(input(context), args);
    }
    return value;
  }

  #arguments(): string[] {
    const args: string[] = [];
    while (!this.#take("mark", ")")) {
      const token = this.#tokens[this.#at++];
      if (token === undefined || (token.kind !== "text" && token.kind !== "number")) {
        throw new TemplateError("a filter's arguments must be texts or numbers");
      }
      args.push(token.value);
      this.#take("mark", ",");
    }
    return args;
  }

  #or(): Evaluate {
    let left = this.#and();
    while (this.#take("name", "or")) {
      const [a, b] = [left, this.#and()];
      left = (context) => isTrue(a(context)) || isTrue(b(context));
    }
    return left;
  }

  #and(): Evaluate {
    let left = this.#not();
    while (this.#take("name", "and")) {
      const [a, b] = [left, this.#not()];
      left = (context) => isTrue(a(context)) && isTrue(b(context));
    }
    return left;
  }

  #not(): Evaluate {
    if (!this.#take("name", "not")) return this.#comparison();
    const value = this.#not();
    return (context) => !isTrue(value(context));
  }

  #comparison(): Evaluate {
    const left = this.#filtered();
    const token = this.#tokens[this.#at];
    if (token === undefined || token.kind === "text" || !COMPARISONS.has(token.value)) return left;
    this.#at++;
    const right = this.#filtered();
    return (context) => compares(left(context), token.value, right(context));
  }

  #primary(): Evaluate {
    const token = this.#tokens[this.#at++];
    if (token === undefined) throw new TemplateError("it ends where a value is expected");
    if (token.kind === "text") return () => token.value;
    if (token.kind === "number") return () => Number(token.value);
    if (token.value === "(") {
      const inner = this.#or();
      if (!this.#take("mark", ")")) throw new TemplateError('a ")" is missing');
      return inner;
    }
    if (token.kind !== "name") throw new TemplateError(`"${token.value}" is not expected here`);
    const literal = LITERALS[token.value];
    return literal === undefined ? this.#path(token.value) : () => literal;
  }

  #path(root: string): Evaluate {
    if (!this.#roots.includes(root))
      throw new TemplateError(`"${root}" is not known here, only ${this.#roots.join(", ")}`);
    const readers: ((value: unknown) => unknown)[] = [];
    for (;;) {
      if (this.#take("mark", ".")) readers.push(compilePath(this.#name()));
      else if (this.#take("mark", "[")) {
        const key = this.#tokens[this.#at++];
        if (key === undefined || key.kind === "mark" || key.kind === "name" || !this.#take("mark", "]")) {
          throw new TemplateError(`after ${root} a key such as ['name'] is expected`);
        }
        readers.push(compilePath(key.value));
      } else break;
    }
    return (context) => {
      let value = context[root];
      for (const read of readers) value = read(value);
      return value === "" ? null : value;
    };
  }

  #name(): string {
    const token = this.#tokens[this.#at++];
    if (token?.kind !== "name") throw new TemplateError("a name is expected");
    return token.value;
  }

  #take(kind: Token["kind"], value: string): boolean {
    const token = this.#tokens[this.#at];
    if (token?.kind !== kind || token.value !== value) return false;
    this.#at++;
    return true;
  }
}

function compares(left: unknown, operator: string, right: unknown): boolean {
  if (operator === "in") {
    const text = textOf(left);
    return (
      text !== null &&
      (Array.isArray(right) ? textsOf(right).includes(text) : (textOf(right) ?? "").includes(text))
    );
  }
  if (operator === "==" || operator === "!=") return equals(left, right) === (operator === "==");
  const order = ordered(left, right, true);
  // A missing value is neither greater nor smaller than anything.
  if (isEmpty(left) || isEmpty(right)) return isNumber(left) && isNumber(right) && holds(order, operator);
  return holds(order, operator);
}

/** What is empty equals nothing else; an object without a text of its own is not empty, and equals no text. */
const equals = (left: unknown, right: unknown): boolean =>
  isEmpty(left) || isEmpty(right)
    ? isEmpty(left) && isEmpty(right)
    : !isTextless(left) && !isTextless(right) && ordered(left, right, false) === 0;

const isTextless = (value: unknown): boolean => isObject(value) && textOf(value) === null;

const holds = (order: number, operator: string): boolean =>
  operator === "<" ? order < 0 : operator === "<=" ? order <= 0 : operator === ">" ? order > 0 : order >= 0;

const isNumber = (value: unknown): value is number => typeof value === "number";

/** Numbers are compared as numbers where a number is written in the template or an order is asked for. */
function ordered(left: unknown, right: unknown, asksOrder: boolean): number {
  if (isNumber(left) || isNumber(right) || asksOrder) {
    const [a, b] = [numberOf(left), numberOf(right)];
    if (a !== null && b !== null) return a - b;
  }
  const [a, b] = [
    isNumber(left) ? String(left) : (textOf(left) ?? ""),
    isNumber(right) ? String(right) : (textOf(right) ?? ""),
  ];
  return a === b ? 0 : a < b ? -1 : 1;
}

function numberOf(value: unknown): number | null {
  if (isNumber(value)) return value;
  const decimal = parseDecimal(textOf(value) ?? "", ".");
  return decimal === null ? null : Number(decimal);
}
