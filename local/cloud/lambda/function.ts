/** A function: its warm instances, how many may run at once, and who waits for one. */
import { randomUUID } from "node:crypto";
import { pathToFileURL } from "node:url";
import type { Log } from "../log.ts";
import { Instance } from "./instance.ts";
import type { Outcome } from "./instance.ts";
import type { FunctionError } from "./protocol.ts";

export interface FunctionSpec {
  readonly logicalId: string;
  readonly name: string;
  readonly arn: string;
  /** Absolute path of the handler's source file. */
  readonly entryFile: string;
  /** As in the template: from the project's root. */
  readonly entry: string;
  readonly exportName: string;
  readonly env: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  readonly memoryMb: number;
  readonly concurrency: number;
}

export type Trigger = "invoke" | "async" | "sqs" | "stream";

export interface Invocation {
  readonly requestId: string;
  readonly outcome: Outcome;
}

/** Lambda's limit on a synchronous payload, in and out. */
const MAX_PAYLOAD_BYTES = 6 * 1024 * 1024;

const STOPPED: Outcome = {
  ok: false,
  broken: true,
  error: { errorType: "Runtime.ExitError", errorMessage: "The local cloud is stopping" },
};

export class LambdaFunction {
  readonly spec: FunctionSpec;
  readonly #log: Log;
  readonly #idleMs: number;
  readonly #idle: { instance: Instance; timer: NodeJS.Timeout }[] = [];
  readonly #all = new Set<Instance>();
  readonly #waiting: (() => void)[] = [];
  #running = 0;
  #stopped = false;

  constructor(spec: FunctionSpec, log: Log, idleMs: number) {
    this.spec = spec;
    this.#log = log;
    this.#idleMs = idleMs;
  }

  /** Invocations running or waiting for an instance. */
  get inFlight(): number {
    return this.#running + this.#waiting.length;
  }

  /** Invokes with JSON text; waits for a free instance when all are busy. Never rejects. */
  async invoke(payload: string, trigger: Trigger, requestId: string = randomUUID()): Promise<Invocation> {
    if (this.#running < this.spec.concurrency) this.#running += 1;
    else await new Promise<void>((resolve) => this.#waiting.push(resolve));
    try {
      return { requestId, outcome: await this.#run(payload, trigger, requestId) };
    } finally {
      // The place passes straight to whoever waits, so that nobody can slip in between.
      const next = this.#waiting.shift();
      if (next === undefined) this.#running -= 1;
      else next();
    }
  }

  /** Ends all instances; invocations under way, and those that still wait, fail. */
  async stop(): Promise<void> {
    this.#stopped = true;
    for (const { timer } of this.#idle) clearTimeout(timer);
    this.#idle.length = 0;
    await Promise.all([...this.#all].map((instance) => instance.stop()));
    this.#all.clear();
  }

  async #run(payload: string, trigger: Trigger, requestId: string): Promise<Outcome> {
    if (this.#stopped) return STOPPED;
    const { name, arn, timeoutMs } = this.spec;
    const warm = this.#idle.pop();
    if (warm !== undefined) clearTimeout(warm.timer);
    const instance = warm?.instance ?? this.#start();
    const began = performance.now();
    const outcome = withinLimit(await instance.invoke({ requestId, payload, functionArn: arn }, timeoutMs));
    this.#log({
      type: "invocation",
      functionName: name,
      requestId,
      trigger,
      coldStart: warm === undefined,
      durationMs: Math.round((performance.now() - began) * 10) / 10,
      error: outcome.ok ? null : `${outcome.error.errorType}: ${outcome.error.errorMessage}`,
    });
    if (this.#stopped || (!outcome.ok && outcome.broken)) {
      this.#all.delete(instance);
      await instance.stop();
    } else {
      this.#park(instance);
    }
    return outcome;
  }

  #start(): Instance {
    const { entryFile, exportName, env, memoryMb, name } = this.spec;
    const instance = new Instance({
      start: { entry: pathToFileURL(entryFile).href, exportName },
      env,
      memoryMb,
      onLine: (stream, line) => this.#log({ type: "line", functionName: name, stream, line }),
    });
    this.#all.add(instance);
    return instance;
  }

  #park(instance: Instance): void {
    const timer = setTimeout(() => {
      const index = this.#idle.findIndex((parked) => parked.instance === instance);
      if (index !== -1) this.#idle.splice(index, 1);
      this.#all.delete(instance);
      void instance.stop();
    }, this.#idleMs);
    timer.unref();
    this.#idle.push({ instance, timer });
  }
}

function withinLimit(outcome: Outcome): Outcome {
  if (!outcome.ok || Buffer.byteLength(outcome.payload) <= MAX_PAYLOAD_BYTES) return outcome;
  const error: FunctionError = {
    errorType: "Function.ResponseSizeTooLarge",
    errorMessage: `Response payload size exceeded maximum allowed payload size (${MAX_PAYLOAD_BYTES} bytes).`,
  };
  return { ok: false, error, broken: false };
}
