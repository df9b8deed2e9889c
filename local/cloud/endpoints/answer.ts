/** Requests and answers of our own endpoints, and errors in AWS's shapes. */

export interface ServiceRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Buffer;
}

export interface ServiceAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string;
}

/** An error that the caller's SDK turns into an exception of the same name. */
export class ServiceError extends Error {
  override readonly name = "ServiceError";
  readonly code: string;
  readonly status: number;

  constructor(code: string, message: string, status = 400) {
    super(message);
    this.code = code;
    this.status = status;
  }
}

export function json(value: unknown, status = 200): ServiceAnswer {
  return { status, headers: { "content-type": "application/json" }, body: JSON.stringify(value) };
}

/** Read by JSON 1.1 clients in the body and by REST clients in the header. */
export function errorAnswer(error: ServiceError): ServiceAnswer {
  return {
    status: error.status,
    headers: { "content-type": "application/x-amz-json-1.1", "x-amzn-errortype": error.code },
    body: JSON.stringify({ __type: error.code, message: error.message, Message: error.message }),
  };
}

/** @throws ServiceError SerializationException when the body is not a JSON object */
export function bodyObject(request: ServiceRequest): Record<string, unknown> {
  try {
    const parsed: unknown = request.body.length === 0 ? {} : JSON.parse(request.body.toString("utf8"));
    if (typeof parsed === "object" && parsed !== null && !Array.isArray(parsed)) return { ...parsed };
  } catch (cause) {
    throw new ServiceError("SerializationException", `The body is not JSON: ${String(cause)}`);
  }
  throw new ServiceError("SerializationException", "The body is not a JSON object");
}
