/** `error_handler`: what an answer means that its status does not say, and how long to wait. */
import * as z from "zod";
import type { Judgement, JudgedAnswer } from "../../../http/client.ts";
import { strict } from "../../../settings/strict.ts";
import { CredentialsRefused, FeedUnreadable } from "../../adapter.ts";
import { compileCondition, compileTemplate, templateProblem } from "../template/template.ts";
import { backoffSchema, waitOf } from "./backoff.ts";

const ROOTS = ["response", "headers", "config"];

const predicate = z.string().superRefine((text, context) => {
  const problem = templateProblem(text, ROOTS, compileCondition);
  if (problem !== null) context.addIssue({ code: "custom", message: problem });
});
const message = z.string().superRefine((text, context) => {
  const problem = templateProblem(text, ROOTS);
  if (problem !== null) context.addIssue({ code: "custom", message: problem });
});

const ACTIONS = [
  "SUCCESS",
  "FAIL",
  "RETRY",
  "IGNORE",
  "RESET_PAGINATION",
  "RATE_LIMITED",
  "REFRESH_TOKEN_THEN_RETRY",
] as const;

const filterSchema = strict({
  type: z.literal("HttpResponseFilter").optional(),
  http_codes: z.array(z.int().min(100).max(599)).optional(),
  predicate: predicate.optional().describe("One expression in {{ }} on response, headers and config."),
  error_message_contains: z.string().min(1).optional(),
  action: z.enum(ACTIONS),
  error_message: message.optional().describe("What the run says."),
  failure_type: z
    .enum(["config_error", "system_error", "transient_error"])
    .optional()
    .describe("config_error: a person has to correct the credentials or settings."),
}).refine(
  ({ http_codes, predicate: test, error_message_contains }) =>
    http_codes !== undefined || test !== undefined || error_message_contains !== undefined,
  "needs http_codes, predicate or error_message_contains",
);

export const errorHandlerSchema = strict({
  type: z.literal("DefaultErrorHandler").optional(),
  max_retries: z
    .int()
    .min(0)
    .max(10)
    .optional()
    .describe("How often a request is sent again after its first time. Default 4."),
  response_filters: z
    .array(filterSchema)
    .optional()
    .describe("The first that fits an answer decides; answers of 200 are looked at too."),
  backoff_strategies: z
    .array(backoffSchema)
    .optional()
    .describe(
      "The first that gives a time decides how long to wait; else Retry-After, else longer each time.",
    ),
});
export type ErrorHandler = z.output<typeof errorHandlerSchema>;
type Filter = z.output<typeof filterSchema>;

/** The network says that the token is not good any more, in words of its own. */
export class TokenRefused extends FeedUnreadable {}

/** The network says that the pages have to be asked for from the first one again. */
export class PagesReset extends FeedUnreadable {}

export type Config = Readonly<Record<string, string>>;

export interface Verdict {
  readonly judgement: Judgement | null;
  /** The answer counts as a page without records. */
  readonly ignored: boolean;
}

/** When it is judged. */
export interface Judging {
  readonly config: Config;
  readonly now: number;
  /** How often the request was sent, 1 or more. */
  readonly tried: number;
  readonly random: () => number;
}

const NOTHING: Verdict = { judgement: null, ignored: false };
const RETRIED = new Set([408, 429, 500, 502, 503, 504]);

export function verdictOf(
  handler: ErrorHandler | undefined,
  answer: JudgedAnswer,
  { config, now, tried, random }: Judging,
): Verdict {
  const context = { response: parsed(answer.text), headers: Object.fromEntries(answer.headers), config };
  const filter = handler?.response_filters?.find((each) => fits(each, answer, context)) ?? null;
  const waiting = { headers: answer.headers, tried, now, random };
  const retryAfterMs = waitOf(handler?.backoff_strategies ?? [], waiting);
  if (filter === null) {
    if (retryAfterMs === null || !RETRIED.has(answer.status)) return NOTHING;
    const error = new FeedUnreadable(`The partner's server goes on answering ${answer.status}.`);
    const kind = answer.status === 429 ? "THROTTLED" : "BUSY";
    return { judgement: { kind, error, retryAfterMs }, ignored: false };
  }
  const says =
    filter.error_message === undefined ? null : compileTemplate(filter.error_message, ROOTS)(context);
  const error = errorOf(
    filter,
    says ?? `The partner's server answered an error (HTTP ${answer.status}): ${answer.text.slice(0, 200)}`,
  );
  return { judgement: judgementOf(filter, error, retryAfterMs), ignored: filter.action === "IGNORE" };
}

function judgementOf({ action }: Filter, error: Error, retryAfterMs: number | null): Judgement {
  switch (action) {
    case "SUCCESS":
    case "IGNORE":
      return { kind: "ANSWER" };
    case "FAIL":
      return { kind: "REFUSED", error };
    case "RETRY":
      return { kind: "BUSY", error, retryAfterMs };
    case "RATE_LIMITED":
      return { kind: "THROTTLED", error, retryAfterMs };
    case "RESET_PAGINATION":
      return { kind: "REFUSED", error: new PagesReset(error.message) };
    case "REFRESH_TOKEN_THEN_RETRY":
      return { kind: "REFUSED", error: new TokenRefused(error.message) };
  }
}

const errorOf = ({ failure_type }: Filter, says: string): Error =>
  failure_type === "config_error" ? new CredentialsRefused(says) : new FeedUnreadable(says);

function fits(
  filter: Filter,
  { status, text }: JudgedAnswer,
  context: Readonly<Record<string, unknown>>,
): boolean {
  if (filter.http_codes !== undefined && !filter.http_codes.includes(status)) return false;
  if (filter.error_message_contains !== undefined && !text.includes(filter.error_message_contains))
    return false;
  return filter.predicate === undefined || compileCondition(filter.predicate, ROOTS)(context);
}

/** JSON as templates read it: null where the text is none. */
export function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
