/** Does what its event's `do` says: "echo", "env", "context", "throw", "hang", "exit", "log". */
import type { Context } from "aws-lambda";
import { setTimeout as sleep } from "node:timers/promises";

let invocations = 0;

export async function handler(event: { do?: string }, context: Context): Promise<unknown> {
  invocations += 1;
  switch (event.do) {
    case "env":
      return process.env;
    case "context":
      return {
        functionName: context.functionName,
        requestId: context.awsRequestId,
        memory: context.memoryLimitInMB,
        arn: context.invokedFunctionArn,
        remaining: context.getRemainingTimeInMillis(),
      };
    case "throw":
      throw new TypeError("told to throw");
    case "hang":
      return sleep(600_000);
    case "exit":
      return process.exit(3);
    case "log":
      process.stdout.write("a line from the probe\n");
      return null;
    default:
      return { event, invocations };
  }
}
