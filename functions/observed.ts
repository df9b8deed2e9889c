/** What every handler is wrapped in: structured logs with the request's id, and a warm instance's cold start told once. */
import { Logger } from "@aws-lambda-powertools/logger";
import { injectLambdaContext } from "@aws-lambda-powertools/logger/middleware";
import { Metrics } from "@aws-lambda-powertools/metrics";
import { logMetrics } from "@aws-lambda-powertools/metrics/middleware";
import middy from "@middy/core";
import type { Context } from "aws-lambda";

export const logger = new Logger();
export const metrics = new Metrics();

/** Wraps a handler with logging and metrics; its own code stays a plain async function. */
export function observed<Event, Result>(
  handler: (event: Event, context: Context) => Promise<Result>,
): (event: Event, context: Context) => Promise<Result> {
  const wrapped = middy<Event, Result, Error, Context>()
    .use(injectLambdaContext(logger, { logEvent: false }))
    .use(logMetrics(metrics, { captureColdStartMetric: true, throwOnEmptyMetrics: false }))
    .handler(handler);
  return wrapped as unknown as (event: Event, context: Context) => Promise<Result>;
}
