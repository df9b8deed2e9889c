/** Where failed (and, for asynchronous invocations, successful) work is reported to: queues, functions and buses. */
import type { NewEvent } from "./endpoints/event-bridge.ts";
import { CloudError } from "./errors.ts";
import { functionNameOf, lastArnPart } from "./template/names.ts";

export interface DestinationServices {
  sendToQueue(queueName: string, body: string): Promise<void>;
  invokeAsync(functionName: string, payload: string): void;
  putEvent(bus: string, event: NewEvent): void;
}

/** @throws CloudError for a destination of a kind that is not emulated; called at start, before anything is lost */
export function checkDestination(arn: string | null, owner: string): void {
  if (arn === null || /^arn:aws:(sqs|lambda|events):/.test(arn)) return;
  throw new CloudError(
    `${owner} reports to ${arn}; the local cloud delivers to SQS, Lambda and EventBridge.`,
  );
}

/** Delivers a destination record (JSON). */
export async function deliver(services: DestinationServices, arn: string, record: unknown): Promise<void> {
  const body = JSON.stringify(record);
  if (arn.startsWith("arn:aws:sqs:")) return services.sendToQueue(lastArnPart(arn), body);
  if (arn.startsWith("arn:aws:lambda:")) return services.invokeAsync(functionNameOf(arn), body);
  services.putEvent(arn.slice(arn.lastIndexOf("/") + 1), {
    source: "lambda",
    detailType: "Lambda Function Invocation Result",
    detail: body,
    resources: [arn],
  });
  return undefined;
}
