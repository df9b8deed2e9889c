/** Lambda's Invoke. */
import type { AsyncInvocations } from "../lambda/async-invocations.ts";
import type { LambdaFunction } from "../lambda/function.ts";
import { functionNameOf } from "../template/names.ts";
import { ServiceError } from "./answer.ts";
import type { ServiceAnswer } from "./answer.ts";
import type { Service } from "./server.ts";

const PATH = /^\/2015-03-31\/functions\/([^/]+)\/invocations$/;
const MAX_SYNC_BYTES = 6 * 1024 * 1024;
const MAX_ASYNC_BYTES = 1024 * 1024;

export interface LambdaServices {
  functionNamed(name: string): LambdaFunction | undefined;
  readonly asyncInvocations: AsyncInvocations;
}

export function lambdaInvoke(services: LambdaServices): Service {
  return async (request) => {
    const match = PATH.exec(request.path);
    if (match === null || request.method !== "POST") return null;
    const name = functionNameOf(decodeURIComponent(match[1] ?? ""));
    const target = services.functionNamed(name);
    if (target === undefined)
      throw new ServiceError("ResourceNotFoundException", `Function not found: ${name}`, 404);
    const type = request.headers["x-amz-invocation-type"] ?? "RequestResponse";
    const payload = request.body.length === 0 ? "{}" : request.body.toString("utf8");
    checkPayload(payload, type === "Event" ? MAX_ASYNC_BYTES : MAX_SYNC_BYTES);
    if (type === "DryRun") return { status: 204, body: "" };
    if (type === "Event") {
      services.asyncInvocations.accept(name, payload);
      return { status: 202, body: "" };
    }
    return synchronous(target, payload);
  };
}

async function synchronous(target: LambdaFunction, payload: string): Promise<ServiceAnswer> {
  const { outcome } = await target.invoke(payload, "invoke");
  const version = { "content-type": "application/json", "x-amz-executed-version": "$LATEST" };
  if (outcome.ok) return { status: 200, headers: version, body: outcome.payload };
  return {
    status: 200,
    headers: { ...version, "x-amz-function-error": "Unhandled" },
    body: JSON.stringify(outcome.error),
  };
}

function checkPayload(payload: string, limit: number): void {
  if (Buffer.byteLength(payload) > limit)
    throw new ServiceError(
      "RequestTooLargeException",
      `${Buffer.byteLength(payload)} byte payload is too large for the operation (limit ${limit} bytes)`,
      413,
    );
  try {
    JSON.parse(payload);
  } catch (cause) {
    throw new ServiceError(
      "InvalidRequestContentException",
      `Could not parse request body into json: ${String(cause)}`,
    );
  }
}
