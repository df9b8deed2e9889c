/** Asynchronous invocations: accepted, kept until they are done, retried, and reported when they fail. */
import { randomUUID } from "node:crypto";
import type { DatabaseSync } from "node:sqlite";
import { messageOf } from "../errors.ts";
import type { Log } from "../log.ts";
import type { AsyncConfig } from "../template/properties.ts";
import type { LambdaFunction } from "./function.ts";
import type { Outcome } from "./instance.ts";

export interface AsyncInvocationsOptions {
  readonly state: DatabaseSync;
  readonly log: Log;
  readonly functionNamed: (name: string) => LambdaFunction | undefined;
  readonly configOf: (functionName: string) => AsyncConfig;
  readonly deliver: (arn: string, record: unknown) => Promise<void>;
  /** Waits before the first and second retry. */
  readonly retryDelaysMs: readonly number[];
}

interface Accepted {
  readonly requestId: string;
  readonly functionName: string;
  readonly payload: string;
  readonly acceptedAt: number;
  readonly attempts: number;
}

export class AsyncInvocations {
  readonly #options: AsyncInvocationsOptions;
  #pending = 0;
  #stopped = false;

  constructor(options: AsyncInvocationsOptions) {
    this.#options = options;
  }

  /** Accepted and not finished, those that wait for a retry among them. */
  get pending(): number {
    return this.#pending;
  }

  /** Accepts an invocation, for good before this returns. */
  accept(functionName: string, payload: string): { requestId: string } {
    const accepted: Accepted = {
      requestId: randomUUID(),
      functionName,
      payload,
      acceptedAt: Date.now(),
      attempts: 0,
    };
    this.#options.state
      .prepare(
        "INSERT INTO async_invocations (request_id, function_name, payload, accepted_at) VALUES (?, ?, ?, ?)",
      )
      .run(accepted.requestId, functionName, payload, accepted.acceptedAt);
    this.#begin(accepted);
    return { requestId: accepted.requestId };
  }

  /**
   * Takes up what an earlier process left. One that was running when the process ended has failed that attempt, as it
   * has when Lambda loses a sandbox.
   */
  resume(): void {
    for (const row of this.#options.state
      .prepare("SELECT * FROM async_invocations ORDER BY accepted_at")
      .all()) {
      const accepted: Accepted = {
        requestId: String(row["request_id"]),
        functionName: String(row["function_name"]),
        payload: String(row["payload"]),
        acceptedAt: Number(row["accepted_at"]),
        attempts: Number(row["attempts"]),
      };
      if (row["running"] === 0) this.#begin(accepted);
      else this.#begin(accepted, { ok: false, broken: true, error: interrupted });
    }
  }

  stop(): void {
    this.#stopped = true;
  }

  #begin(accepted: Accepted, lost: Outcome | null = null): void {
    this.#pending += 1;
    this.#work(accepted, lost)
      .catch((error: unknown) =>
        this.#options.log({ type: "warning", message: `${accepted.functionName}: ${messageOf(error)}` }),
      )
      .finally(() => {
        this.#pending -= 1;
      });
  }

  async #work(accepted: Accepted, lost: Outcome | null): Promise<void> {
    const { functionName, requestId } = accepted;
    const config = this.#options.configOf(functionName);
    let attempts = accepted.attempts;
    let outcome = lost ?? (await this.#attempt(accepted, (attempts += 1)));
    while (!outcome.ok && attempts <= config.maximumRetryAttempts && !this.#stopped) {
      const delay =
        this.#options.retryDelaysMs[Math.min(attempts, this.#options.retryDelaysMs.length) - 1] ?? 0;
      if (Date.now() + delay - accepted.acceptedAt > config.maximumEventAgeSeconds * 1000) break;
      await new Promise((resolve) => setTimeout(resolve, delay).unref());
      if (this.#stopped) break;
      outcome = await this.#attempt(accepted, (attempts += 1));
    }
    // What a stop cuts off stays in the file, marked as running, for the next start.
    if (this.#stopped && !outcome.ok) return;
    const destination = outcome.ok ? config.onSuccess : config.onFailure;
    if (!outcome.ok)
      this.#options.log({
        type: "discarded",
        from: functionName,
        reason: outcome.error.errorMessage,
        destination,
      });
    if (destination !== null)
      await this.#options.deliver(destination, this.#record(accepted, outcome, attempts));
    this.#options.state.prepare("DELETE FROM async_invocations WHERE request_id = ?").run(requestId);
  }

  async #attempt(accepted: Accepted, attempts: number): Promise<Outcome> {
    const { functionName, requestId, payload } = accepted;
    const target = this.#options.functionNamed(functionName);
    if (target === undefined)
      return {
        ok: false,
        broken: false,
        error: {
          errorType: "ResourceNotFoundException",
          errorMessage: `Function not found: ${functionName}`,
        },
      };
    this.#options.state
      .prepare("UPDATE async_invocations SET attempts = ?, running = 1 WHERE request_id = ?")
      .run(attempts, requestId);
    return (await target.invoke(payload, "async", requestId)).outcome;
  }

  #record(accepted: Accepted, outcome: Outcome, attempts: number): object {
    const target = this.#options.functionNamed(accepted.functionName);
    return {
      version: "1.0",
      timestamp: new Date().toISOString(),
      requestContext: {
        requestId: accepted.requestId,
        functionArn: `${target?.spec.arn ?? accepted.functionName}:$LATEST`,
        condition: outcome.ok ? "Success" : "RetriesExhausted",
        approximateInvokeCount: attempts,
      },
      requestPayload: parsed(accepted.payload),
      responseContext: {
        statusCode: 200,
        executedVersion: "$LATEST",
        ...(!outcome.ok && { functionError: "Unhandled" }),
      },
      responsePayload: outcome.ok ? parsed(outcome.payload) : outcome.error,
    };
  }
}

const interrupted = {
  errorType: "Runtime.ExitError",
  errorMessage: "The local cloud ended while the function was running",
};

function parsed(text: string): unknown {
  return text === "" ? null : JSON.parse(text);
}
