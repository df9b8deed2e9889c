/** Every mutation is written down: who, what, when, from where, and what came of it. */
import type { Action, AuditResult, AuditTrail } from "../shared/access/audit.ts";
import type { Caller } from "../shared/access/caller.ts";
import { internalFields } from "./access.ts";

/** What callers of mutations bring with them. */
export interface Audited extends Caller {
  /** Absent where no mutation is answered. */
  readonly audit?: AuditTrail;
}

/** Mutations by name, but not the feed's own, nor what nobody in particular was refused: that would fill the log. */
const isAudited = (field: string, { kind }: Caller): boolean =>
  field.startsWith("Mutation.") && !internalFields.has(field) && kind !== "ANONYMOUS";

/** Does it, with an entry in the log before and its result after. */
export async function audited(
  field: string,
  args: unknown,
  context: Audited,
  act: () => unknown,
): Promise<unknown> {
  if (!isAudited(field, context)) return act();
  const { audit } = context;
  if (audit === undefined) throw new Error(`${field} is answered here, and there is no audit log.`);
  const entry = await audit.begin(context, {
    action: field.slice("Mutation.".length),
    arguments: shown(args),
  });
  try {
    const answer = await act();
    await entry.end(resultOf(answer));
    return answer;
  } catch (error) {
    await entry.end(failureOf(error));
    throw error;
  }
}

function resultOf(answer: unknown): AuditResult {
  const payloads = [answer].flat() as readonly {
    readonly userErrors?: readonly { readonly code: string }[];
  }[];
  const codes = payloads.flatMap(({ userErrors = [] }) => userErrors.map(({ code }) => code));
  return { outcome: codes.length > 0 ? "REFUSED" : "DONE", codes: [...new Set(codes)] };
}

function failureOf(error: unknown): AuditResult {
  const { extensions } = error as { readonly extensions?: { readonly code?: string } };
  return extensions?.code === undefined
    ? { outcome: "FAILED", codes: ["INTERNAL_SERVER_ERROR"] }
    : { outcome: "REFUSED", codes: [extensions.code] };
}

/** Arguments whose values are secrets, or hold some. */
const SECRET = new Set(["credentials", "settings", "secret", "token", "password"]);
const HIDDEN = "(not shown)";
const LONGEST_TEXT = 300;
const LONGEST_LIST = 10;

/** Arguments as the log keeps them: without secrets, long ones cut. */
const shown = (args: unknown): Action["arguments"] => shownValue(args, 0) as Action["arguments"];

function shownValue(value: unknown, depth: number): unknown {
  if (typeof value === "string") {
    const text =
      value.length > LONGEST_TEXT ? `${value.slice(0, LONGEST_TEXT)}… (${value.length} characters)` : value;
    // DynamoDB refuses half of a pair, whether it was sent so or cut here.
    return text.toWellFormed();
  }
  if (typeof value !== "object" || value === null) return value;
  if (depth > 4) return "…";
  if (Array.isArray(value)) {
    const items = value.slice(0, LONGEST_LIST).map((item) => shownValue(item, depth + 1));
    return value.length > LONGEST_LIST ? [...items, `… (${value.length} in all)`] : items;
  }
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, inner]) => inner !== undefined)
      .map(([name, inner]) => [name, SECRET.has(name) ? HIDDEN : shownValue(inner, depth + 1)]),
  );
}
