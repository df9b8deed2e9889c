/** The functions of map expressions, each compiled once from its argument. */
import { addQuery, resolveUrl } from "./url.ts";
import { parseDecimal, shiftPoint } from "./decimal.ts";
import { dateReader, instant, parseInterval } from "./dates.ts";
import type { DateReader, Edge } from "./dates.ts";
import { moneyFunction, isGreater, isNonzero } from "./money-functions.ts";
import { compilePath } from "./path.ts";
import type { MapFunction } from "./schema.ts";
import { TEXT_FUNCTIONS, hashOf, overTexts } from "./text-functions.ts";
import { compileCondition, compileTemplate } from "../template/template.ts";
import { isEmpty, isObject, textOf, textsOf } from "./value.ts";
import type { FeedRecord } from "../../../decoders/decoder.ts";
import type { MoneyDraft } from "../../../offer/model.ts";
import { compareDecimals } from "../../../offer/money.ts";

/** What an expression is compiled for. */
export interface CompileContext {
  /** Currency of amounts that name none. */
  readonly currency: string | null;
  /** IANA zone of naive dates. */
  readonly zone: string;
  /** What templates read as `config`. */
  readonly config: Readonly<Record<string, string>>;
  /** Which end of the day a bare date means here. */
  readonly edge: Edge;
}

/** What an expression may look at besides its value. */
export interface RecordContext {
  readonly record: FeedRecord;
  readonly now: Date;
  /** The offer's price, once it is known. */
  price: MoneyDraft | null;
}

/** Gives null, or an empty list, where it has nothing to give. */
export type ValueFunction = (value: unknown, context: RecordContext) => unknown;

type WithArgument = Exclude<MapFunction, string>;
type Argument<Name extends keyof WithArgument> = NonNullable<WithArgument[Name]>;

const LONGEST_MATCHED = 20_000;

export function compileFunction(step: MapFunction, context: CompileContext): ValueFunction {
  const call = typeof step === "string" ? { name: step, argument: undefined } : namedCall(step);
  const compile = (FUNCTIONS as Record<string, Compile<never> | undefined>)[call.name];
  // The settings' schema knows no other names.
  if (compile === undefined) throw new TypeError(`there is no function "${call.name}"`);
  return compile(call.argument as never, context);
}

function namedCall(step: WithArgument): { readonly name: string; readonly argument: unknown } {
  for (const [name, argument] of Object.entries(step)) if (argument !== undefined) return { name, argument };
  throw new TypeError("a function without a name");
}

type Compile<A> = (argument: A, context: CompileContext) => ValueFunction;

const text =
  (apply: (text: string) => string | null): Compile<unknown> =>
  () =>
    overTexts(apply);

const FUNCTIONS = {
  ...Object.fromEntries(Object.entries(TEXT_FUNCTIONS).map(([name, apply]) => [name, text(apply)])),
  split: (separator: Argument<"split">) => {
    const by = typeof separator === "string" ? separator : new RegExp(separator.re);
    return (value: unknown) => textsOf(value).flatMap((item) => item.slice(0, LONGEST_MATCHED).split(by));
  },
  list: (separator: string) => (value: unknown) =>
    textsOf(value)
      .flatMap((item) => item.split(separator))
      .map((part) => part.trim())
      .filter((part) => part !== ""),
  at: (index: number) => (value: unknown) =>
    Array.isArray(value) ? value.at(index) : index === 0 || index === -1 ? value : null,
  get: (path: string) => compilePath(path),
  where: (conditions: Argument<"where">) => {
    const tests = Object.entries(conditions).map(([path, wanted]) => ({
      read: compilePath(path),
      fits: [wanted].flat().map(wildcardTest),
    }));
    return (value: unknown) =>
      [value]
        .flat()
        .filter(
          (item) =>
            isObject(item) && tests.every(({ read, fits }) => fits.some((fit) => fit(textOf(read(item))))),
        );
  },
  regex: (argument: Argument<"regex">) => {
    const { re, group = 0 } = typeof argument === "string" ? { re: argument } : argument;
    const pattern = new RegExp(re);
    return overTexts((item) => pattern.exec(item.slice(0, LONGEST_MATCHED))?.[group] ?? null);
  },
  replace: (argument: Argument<"replace">) => {
    if (Array.isArray(argument)) return overTexts((item) => item.replaceAll(argument[0], () => argument[1]));
    const pattern = new RegExp(argument.re, "g");
    return overTexts((item) => item.slice(0, LONGEST_MATCHED).replace(pattern, argument.with));
  },
  number: (argument: Argument<"number"> | undefined) =>
    overTexts((item) => parseDecimal(item, argument?.decimal)),
  minor_units: (digits: Argument<"minor_units">) => {
    const read = typeof digits === "number" ? () => String(digits) : compilePath(digits);
    return (value: unknown, { record }: RecordContext) => {
      const places = Number(textOf(read(record)) ?? Number.NaN);
      const amount = parseDecimal(textOf(value) ?? "", ".");
      return amount === null || !Number.isInteger(places) || places < 0 || places > 6
        ? null
        : shiftPoint(amount, -places);
    };
  },
  money: moneyFunction,
  date: (argument: Argument<"date"> | undefined, context: CompileContext) => {
    const read = dateReader(argument?.formats ?? [], argument?.zone ?? context.zone, context.edge);
    return overTexts((item) => shownInstant(item, read));
  },
  interval: (side: Argument<"interval">, context: CompileContext) => {
    const read = dateReader([], context.zone, side);
    return overTexts((item) => {
      const date = parseInterval(item, read)?.[side];
      return date === undefined || date === null ? null : instant(date);
    });
  },
  during: (path: string, context: CompileContext) => {
    const interval = compilePath(path);
    const isWithin = windowTest(context.zone);
    return (value: unknown, { record, now }: RecordContext) => {
      const window = textOf(interval(record));
      return window === null || isWithin(window, now) ? value : null;
    };
  },
  when: (condition: string, { config }: CompileContext) => {
    const holds = compileCondition(condition, ["record", "config"]);
    return (value: unknown, { record }: RecordContext) => (holds({ record, config }) ? value : null);
  },
  boolean: (argument: Argument<"boolean"> | undefined) => {
    const truths = new Set((argument?.true ?? ["true", "yes", "y", "1", "on"]).map(lower));
    const lies = new Set((argument?.false ?? ["false", "no", "n", "0", "off"]).map(lower));
    return (value: unknown) => {
      const word = lower(textOf(value) ?? "");
      return truths.has(word) ? true : lies.has(word) ? false : null;
    };
  },
  lookup: ({ table, default: otherwise = "keep" }: Argument<"lookup">) => {
    const found = new Map(Object.entries(table));
    const translate = (item: unknown): unknown => {
      const word = textOf(item);
      return (word === null ? undefined : found.get(word)) ?? (otherwise === "keep" ? item : otherwise);
    };
    return (value: unknown) => (Array.isArray(value) ? value.map(translate) : translate(value));
  },
  url: (base: string) => overTexts((item) => resolveUrl(item, base)),
  add_query: (parameters: Readonly<Record<string, string>>, { config }: CompileContext) => {
    const templates = Object.entries(parameters).map(
      ([name, value]) => [name, compileTemplate(value, ["record", "config"])] as const,
    );
    return (value: unknown, context: RecordContext) => {
      const pairs = templates.flatMap(([name, template]): [string, string][] => {
        const filled = template({ record: context.record, config });
        return filled === null || filled === "" ? [] : [[name, filled]];
      });
      return overTexts((item) => addQuery(item, pairs))(value);
    };
  },
  greater_than:
    () =>
    (value: unknown, { price }: RecordContext) =>
      isGreater(value, price) ? value : null,
  nonzero: () => (value: unknown) =>
    Array.isArray(value) ? value.filter(isNonzero) : isNonzero(value) ? value : null,
  min: () => (value: unknown) => extreme(value, -1),
  max: () => (value: unknown) => extreme(value, 1),
  unique: () => (value: unknown) =>
    Array.isArray(value) ? [...new Map(value.map((item) => [JSON.stringify(item), item])).values()] : value,
  compact: () => (value: unknown) => (Array.isArray(value) ? value.filter((item) => !isEmpty(item)) : value),
  hash: () => (value: unknown) => (isEmpty(value) ? null : hashOf(value)),
};

/** The smallest (-1) or the largest (1) of several numbers; what is none is passed over. */
function extreme(value: unknown, side: -1 | 1): string | null {
  const numbers = textsOf(value).flatMap((text) => parseDecimal(text) ?? []);
  return numbers.reduce<string | null>(
    (best, number) => (best === null || Math.sign(compareDecimals(number, best)) === side ? number : best),
    null,
  );
}

/** Whether a moment lies in an interval `start/end`; what can't be read as one holds no moment. */
function windowTest(zone: string): (window: string, now: Date) => boolean {
  const start = dateReader([], zone, "start");
  const end = dateReader([], zone, "end");
  let last = { window: "", from: Number.NaN, until: Number.NaN };
  // A sale's window is the same for many products, and reading dates is slow.
  return (window, now) => {
    if (window !== last.window) {
      last = {
        window,
        from: parseInterval(window, start)?.start?.toMillis() ?? Number.NEGATIVE_INFINITY,
        until: parseInterval(window, end)?.end?.toMillis() ?? Number.NEGATIVE_INFINITY,
      };
    }
    return last.from <= now.getTime() && now.getTime() < last.until;
  };
}

const lower = (word: string): string => word.toLowerCase();

function shownInstant(item: string, read: DateReader): string | null {
  const date = read(item);
  return date === null ? null : instant(date);
}

/** A test for one value of `where`: null wants nothing there, `*` stands for any text. */
function wildcardTest(wanted: string | null): (found: string | null) => boolean {
  if (wanted === null) return (found) => found === null;
  const pattern = new RegExp(
    `^${wanted
      .split("*")
      .map((part) => part.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&"))
      .join(".*")}$`,
    "is",
  );
  return (found) => found !== null && pattern.test(found);
}
