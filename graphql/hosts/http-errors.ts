/** What goes wrong before GraphQL is reached, as JSON in GraphQL's shape, with nothing of the server's inside. */
import type { ErrorRequestHandler, RequestHandler } from "express";
import { MASKED_MESSAGE } from "../errors.ts";
import { inWords, LIMITS } from "../limits/limits.ts";

interface Refusal {
  readonly code: string;
  readonly message: string;
}

/** By the status that Express and its body parser give. */
const REFUSALS: ReadonlyMap<unknown, Refusal> = new Map([
  [
    400,
    {
      code: "BAD_REQUEST",
      message: "The request cannot be read: its body is no JSON, or its address is none.",
    },
  ],
  [413, { code: "LIMIT_EXCEEDED", message: `A request has at most ${inWords(LIMITS.bodyBytes)} bytes.` }],
  [
    415,
    { code: "BAD_REQUEST", message: "Send the body as application/json, in UTF-8, as it is or gzipped." },
  ],
]);

const answerOf = ({ code, message }: Refusal): object => ({ errors: [{ message, extensions: { code } }] });

export const notFound: RequestHandler = (_, response) => {
  response.status(404).json(answerOf({ code: "NOT_FOUND", message: "There is nothing here." }));
};

/** @param onError told of what is no mistake of the caller's */
export const httpErrors =
  (onError: (error: unknown) => void): ErrorRequestHandler =>
  (error: unknown, _request, response, next) => {
    if (response.headersSent) return next(error);
    const status = typeof error === "object" && error !== null && "status" in error ? error.status : null;
    const refusal = REFUSALS.get(status);
    if (refusal !== undefined) return void response.status(Number(status)).json(answerOf(refusal));
    onError(error);
    response.status(500).json(answerOf({ code: "INTERNAL_SERVER_ERROR", message: MASKED_MESSAGE }));
  };
