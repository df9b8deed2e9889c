/** `error_handler`: what an answer means that its status does not say, and how long to wait. */
import * as z from "zod";
import type { Judgement, JudgedAnswer } from "../../../http/client.ts";
import { strict } from "../../../settings/strict.ts";
import { CredentialsRefused, FeedUnreadable } from "../../adapter.ts";
import { compileCondition, compileTemplate, templateProblem } from "../template/template.ts";

const ROOTS = ["response", "headers", "config"];

const predicate = z.string().superRefine((text, context) => {
  const problem = templateProblem(text, ROOTS, compileCondition);
  if (problem !== null) context.addIssue({ code: "custom", message: problem });
});
const message = z.string().superRefine((text, context) => {
  const problem = templateProblem(text, ROOTS);
  if (problem !== null) context.addIssue({ code: "custom", message: problem });
});

const ACTIONS = ["SUCCESS", "FAIL", "RETRY", "IGNORE", "RATE_LIMITED", "REFRESH_TOKEN_THEN_RETRY"] as const;

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

const header = z.string().min(1);
const seconds = z.number().positive().max(3_600);

const backoffSchema = z.discriminatedUnion("type", [
  strict({
    type: z.literal("WaitTimeFromHeader"),
    header: header.describe("Holds seconds."),
    max_waiting_time_in_seconds: seconds.optional(),
  }),
  strict({
    type: z.literal("WaitUntilTimeFromHeader"),
    header: header.describe("Holds a date, or seconds since 1970."),
    min_wait: seconds.optional(),
  }),
  strict({ type: z.literal("ConstantBackoffStrategy"), backoff_time_in_seconds: seconds }),
  strict({ type: z.literal("ExponentialBackoffStrategy") }),
]);

export const errorHandlerSchema = strict({
  type: z.literal("DefaultErrorHandler").optional(),
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

export type Config = Readonly<Record<string, string>>;

export interface Verdict {
  readonly judgement: Judgement | null;
  /** The answer counts as a page without records. */
  readonly ignored: boolean;
}

const NOTHING: Verdict = { judgement: null, ignored: false };

export function verdictOf(
  handler: ErrorHandler | undefined,
  answer: JudgedAnswer,
  config: Config,
  now: number,
): Verdict {
  const context = { response: parsed(answer.text), headers: Object.fromEntries(answer.headers), config };
  const filter = handler?.response_filters?.find((each) => fits(each, answer, context)) ?? null;
  const retryAfterMs = waitOf(handler, answer.headers, now);
  if (filter === null) {
    if (retryAfterMs === null || ![408, 429, 500, 502, 503, 504].includes(answer.status)) return NOTHING;
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
  switch (filter.action) {
    case "SUCCESS":
      return { judgement: { kind: "ANSWER" }, ignored: false };
    case "IGNORE":
      return { judgement: { kind: "ANSWER" }, ignored: true };
    case "FAIL":
      return { judgement: { kind: "REFUSED", error }, ignored: false };
    case "RETRY":
      return { judgement: { kind: "BUSY", error, retryAfterMs }, ignored: false };
    case "RATE_LIMITED":
      return { judgement: { kind: "THROTTLED", error, retryAfterMs }, ignored: false };
    case "REFRESH_TOKEN_THEN_RETRY":
      return { judgement: { kind: "REFUSED", error: new TokenRefused(error.message) }, ignored: false };
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

function waitOf(handler: ErrorHandler | undefined, headers: Headers, now: number): number | null {
  for (const strategy of handler?.backoff_strategies ?? []) {
    switch (strategy.type) {
      case "ConstantBackoffStrategy":
        return strategy.backoff_time_in_seconds * 1000;
      case "WaitTimeFromHeader": {
        const value = Number(headers.get(strategy.header) ?? "");
        const most = strategy.max_waiting_time_in_seconds ?? Number.POSITIVE_INFINITY;
        if (value > 0) return Math.min(value, most) * 1000;
        break;
      }
      case "WaitUntilTimeFromHeader": {
        const value = headers.get(strategy.header) ?? "";
        const at = /^\d+(?:\.\d+)?$/.test(value) ? Number(value) * 1000 : Date.parse(value);
        if (at > now) return Math.max(at - now, (strategy.min_wait ?? 0) * 1000);
        break;
      }
      case "ExponentialBackoffStrategy":
        // What is done anyway.
        return null;
    }
  }
  return null;
}

/** JSON as templates read it: null where the text is none. */
export function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
