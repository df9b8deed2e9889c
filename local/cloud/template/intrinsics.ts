/** CloudFormation's intrinsic functions, over whatever a scope answers. */
import { TemplateError } from "../errors.ts";

export interface Scope {
  /** Value of a Ref: a physical id, a parameter or a pseudo parameter; undefined where there is none. */
  ref(name: string): unknown;
  getAtt(logicalId: string, attribute: string): unknown;
  condition(name: string): boolean;
  /** Value in the template's Mappings; undefined where there is none. */
  mapping(map: string, key: string, second: string): unknown;
  readonly availabilityZones: readonly string[];
}

/** Stands for AWS::NoValue: the property that holds it goes away. */
export const NO_VALUE: unique symbol = Symbol("AWS::NoValue");

type Intrinsic = (argument: unknown, scope: Scope, path: string) => unknown;

const INTRINSICS: Readonly<Record<string, Intrinsic>> = {
  Ref: (argument, scope, path) => reference(text(argument, path), scope, path),
  "Fn::GetAtt": (argument, scope, path) => {
    const [logicalId, attribute] = attributePath(argument, path);
    return scope.getAtt(logicalId, text(resolveIntrinsics(attribute, scope, path), path));
  },
  "Fn::Join": (argument, scope, path) => {
    const [separator, parts] = pair(argument, path);
    return list(resolveIntrinsics(parts, scope, path), path)
      .map((part) => scalar(part, path))
      .join(text(separator, path));
  },
  "Fn::Sub": (argument, scope, path) => {
    const [pattern, variables] = typeof argument === "string" ? [argument, {}] : pair(argument, path);
    const known = object(resolveIntrinsics(variables, scope, path), path);
    return text(pattern, path).replace(/\$\{(!?)([^}]+)\}/g, (_whole, literal: string, name: string) => {
      if (literal === "!") return `\${${name}}`;
      const key = name.trim();
      if (key in known) return scalar(known[key], path);
      const dot = key.indexOf(".");
      return scalar(
        dot === -1 ? reference(key, scope, path) : scope.getAtt(key.slice(0, dot), key.slice(dot + 1)),
        path,
      );
    });
  },
  "Fn::Select": (argument, scope, path) => {
    const [index, from] = pair(argument, path);
    const choices = list(resolveIntrinsics(from, scope, path), path);
    const position = Number(resolveIntrinsics(index, scope, path));
    if (!(position in choices))
      throw new TemplateError(`${path}: Fn::Select has no element ${String(index)}`);
    return choices[position];
  },
  "Fn::Split": (argument, scope, path) => {
    const [separator, source] = pair(argument, path);
    return scalar(resolveIntrinsics(source, scope, path), path).split(text(separator, path));
  },
  "Fn::If": (argument, scope, path) => {
    const [name, yes, no] = list(argument, path);
    return resolveIntrinsics(scope.condition(text(name, path)) ? yes : no, scope, path);
  },
  "Fn::FindInMap": (argument, scope, path) => {
    const keys = list(argument, path)
      .slice(0, 3)
      .map((key) => scalar(resolveIntrinsics(key, scope, path), path));
    const found = scope.mapping(keys[0] ?? "", keys[1] ?? "", keys[2] ?? "");
    if (found === undefined) throw new TemplateError(`${path}: the Mappings hold no ${keys.join(".")}`);
    return found;
  },
  "Fn::GetAZs": (_argument, scope) => [...scope.availabilityZones],
  "Fn::Base64": (argument, scope, path) =>
    Buffer.from(scalar(resolveIntrinsics(argument, scope, path), path)).toString("base64"),
  "Fn::Equals": (argument, scope, path) => {
    const [left, right] = pair(resolveIntrinsics(argument, scope, path), path);
    return JSON.stringify(left) === JSON.stringify(right);
  },
  "Fn::And": (argument, scope, path) => truths(argument, scope, path).every(Boolean),
  "Fn::Or": (argument, scope, path) => truths(argument, scope, path).some(Boolean),
  "Fn::Not": (argument, scope, path) => !truths(argument, scope, path)[0],
  Condition: (argument, scope, path) => scope.condition(text(argument, path)),
};

/**
 * `value` with every intrinsic in it replaced.
 * @param path where the value stands, for messages (`Queue.Properties.RedrivePolicy`)
 * @throws TemplateError for an intrinsic that is not emulated (Fn::ImportValue, Fn::Transform …) or does not resolve
 */
export function resolveIntrinsics(value: unknown, scope: Scope, path: string): unknown {
  if (Array.isArray(value)) {
    return value
      .map((item, index) => resolveIntrinsics(item, scope, `${path}[${index}]`))
      .filter((item) => item !== NO_VALUE);
  }
  if (typeof value !== "object" || value === null) return value;
  const call = intrinsicCall(value);
  if (call !== null) {
    const intrinsic = INTRINSICS[call.name];
    if (intrinsic === undefined)
      throw new TemplateError(`${path} uses ${call.name}, which the local cloud does not resolve.`);
    return intrinsic(call.argument, scope, path);
  }
  const entries = Object.entries(value)
    .map(([key, item]) => [key, resolveIntrinsics(item, scope, `${path}.${key}`)] as const)
    .filter(([, item]) => item !== NO_VALUE);
  return Object.fromEntries(entries);
}

/** Logical ids (and parameter names) that `value` refers to. */
export function referencesIn(value: unknown): Set<string> {
  const found = new Set<string>();
  collect(value, found);
  return found;
}

function collect(value: unknown, found: Set<string>): void {
  if (Array.isArray(value)) {
    for (const item of value) collect(item, found);
    return;
  }
  if (typeof value !== "object" || value === null) return;
  const call = intrinsicCall(value);
  if (call?.name === "Ref" && typeof call.argument === "string") found.add(call.argument);
  else if (call?.name === "Fn::GetAtt") found.add(attributePath(call.argument, "Fn::GetAtt")[0]);
  else if (call?.name === "Fn::Sub") collectSub(call.argument, found);
  else for (const item of Object.values(value)) collect(item, found);
}

function collectSub(argument: unknown, found: Set<string>): void {
  const [pattern, variables] = typeof argument === "string" ? [argument, {}] : pair(argument, "Fn::Sub");
  const own = object(variables, "Fn::Sub");
  for (const match of text(pattern, "Fn::Sub").matchAll(/\$\{([^!}][^}]*)\}/g)) {
    const name = (match[1] ?? "").trim().split(".")[0] ?? "";
    if (!(name in own)) found.add(name);
  }
  collect(variables, found);
}

function intrinsicCall(value: object): { name: string; argument: unknown } | null {
  const keys = Object.keys(value);
  const name = keys[0];
  if (keys.length !== 1 || name === undefined) return null;
  const isCall =
    name === "Ref" ||
    name.startsWith("Fn::") ||
    (name === "Condition" && typeof valueOf(value, name) === "string");
  return isCall ? { name, argument: valueOf(value, name) } : null;
}

const valueOf = (value: object, key: string): unknown => Reflect.get(value, key);

function reference(name: string, scope: Scope, path: string): unknown {
  if (name === "AWS::NoValue") return NO_VALUE;
  const found = scope.ref(name);
  if (found === undefined)
    throw new TemplateError(`${path} refers to ${name}, which is not in the template.`);
  return found;
}

function attributePath(argument: unknown, path: string): [string, unknown] {
  if (typeof argument === "string") {
    const dot = argument.indexOf(".");
    return [argument.slice(0, dot), argument.slice(dot + 1)];
  }
  const [logicalId, attribute] = pair(argument, path);
  return [text(logicalId, path), attribute];
}

function truths(argument: unknown, scope: Scope, path: string): unknown[] {
  return list(resolveIntrinsics(argument, scope, path), path);
}

function list(value: unknown, path: string): unknown[] {
  if (!Array.isArray(value))
    throw new TemplateError(`${path}: a list was expected, not ${JSON.stringify(value)}`);
  return value;
}

function pair(value: unknown, path: string): [unknown, unknown] {
  const items = list(value, path);
  return [items[0], items[1]];
}

function text(value: unknown, path: string): string {
  if (typeof value !== "string")
    throw new TemplateError(`${path}: a string was expected, not ${JSON.stringify(value)}`);
  return value;
}

function scalar(value: unknown, path: string): string {
  if (typeof value === "string") return value;
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  throw new TemplateError(`${path}: a string was expected, not ${JSON.stringify(value)}`);
}

function object(value: unknown, path: string): Record<string, unknown> {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw new TemplateError(`${path}: an object was expected, not ${JSON.stringify(value)}`);
  return { ...value };
}
