/** The thread one warm function instance runs in: imports the handler, then answers one invocation after another. */
import { parentPort, workerData } from "node:worker_threads";
import type { FunctionError, InvokeMessage, WorkerMessage, WorkerStart } from "./protocol.ts";

type Handler = (event: unknown, context: unknown) => unknown;

const start: WorkerStart = workerData;
const say = (message: WorkerMessage): void => parentPort?.postMessage(message, []);

function functionError(error: unknown): FunctionError {
  if (error instanceof Error)
    return { errorType: error.name, errorMessage: error.message, trace: (error.stack ?? "").split("\n") };
  return { errorType: typeof error, errorMessage: String(error) };
}

async function loadHandler(): Promise<Handler> {
  const module: Record<string, unknown> = await import(start.entry);
  const handler = module[start.exportName];
  if (typeof handler !== "function") {
    const error = new Error(`${start.entry} exports no function named ${start.exportName}`);
    error.name = "Runtime.HandlerNotFound";
    throw error;
  }
  return handler as Handler;
}

function contextOf(message: InvokeMessage): object {
  return {
    functionName: process.env["AWS_LAMBDA_FUNCTION_NAME"],
    functionVersion: "$LATEST",
    invokedFunctionArn: message.functionArn,
    memoryLimitInMB: process.env["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"],
    awsRequestId: message.requestId,
    logGroupName: process.env["AWS_LAMBDA_LOG_GROUP_NAME"],
    logStreamName: process.env["AWS_LAMBDA_LOG_STREAM_NAME"],
    callbackWaitsForEmptyEventLoop: true,
    getRemainingTimeInMillis: () => Math.max(0, message.deadline - Date.now()),
  };
}

try {
  const handler = await loadHandler();
  parentPort?.on("message", async (message: InvokeMessage) => {
    try {
      const result = await handler(JSON.parse(message.payload), contextOf(message));
      say({ kind: "result", payload: JSON.stringify(result) ?? "null" });
    } catch (error) {
      say({ kind: "error", error: functionError(error) });
    }
  });
  say({ kind: "ready" });
} catch (error) {
  say({ kind: "init-failed", error: functionError(error) });
}
