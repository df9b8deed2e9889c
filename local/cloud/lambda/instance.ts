/** One warm instance of a function: a worker thread that has imported the handler. */
import { createInterface } from "node:readline";
import { Worker } from "node:worker_threads";
import type { FunctionError, InvokeMessage, WorkerMessage, WorkerStart } from "./protocol.ts";

export interface InstanceOptions {
  readonly start: WorkerStart;
  readonly env: Readonly<Record<string, string>>;
  readonly memoryMb: number;
  readonly onLine: (stream: "stdout" | "stderr", line: string) => void;
}

export type Outcome =
  | { readonly ok: true; readonly payload: string }
  /** `broken`: the instance must not be used again. */
  | { readonly ok: false; readonly error: FunctionError; readonly broken: boolean };

/** Lambda allows 10 seconds; source files on a busy laptop are slower than a bundle. */
const INIT_TIMEOUT_MS = 60_000;

/** Threads share code and buffers with the process, so a limit below this would fail handlers that fit into Lambda. */
const LEAST_HEAP_MB = 512;

export class Instance {
  readonly #worker: Worker;
  readonly #ready: Promise<Outcome>;
  #settle: ((outcome: Outcome) => void) | null = null;

  constructor(options: InstanceOptions) {
    this.#worker = new Worker(new URL("./function.worker.ts", import.meta.url), {
      workerData: options.start,
      env: { ...options.env },
      execArgv: [],
      stdout: true,
      stderr: true,
      resourceLimits: { maxOldGenerationSizeMb: Math.max(options.memoryMb, LEAST_HEAP_MB) },
      name: options.start.entry,
    });
    createInterface({ input: this.#worker.stdout }).on("line", (line) => options.onLine("stdout", line));
    createInterface({ input: this.#worker.stderr }).on("line", (line) => options.onLine("stderr", line));
    this.#ready = this.#next();
    const timer = setTimeout(
      () =>
        this.#finish(
          broken({
            errorType: "Sandbox.Timedout",
            errorMessage: "The handler's module did not load in 60 seconds",
          }),
        ),
      INIT_TIMEOUT_MS,
    );
    void this.#ready.then(() => clearTimeout(timer));
    this.#worker.on("message", (message: WorkerMessage) => this.#finish(outcomeOf(message)));
    this.#worker.on("error", (error) => this.#finish(broken(crashOf(error))));
    this.#worker.on("exit", (code) =>
      this.#finish(
        broken({ errorType: "Runtime.ExitError", errorMessage: `Runtime exited with exit status ${code}` }),
      ),
    );
  }

  /** Runs one invocation; a deadline that passes ends the thread, as Lambda ends the sandbox. */
  async invoke(message: Omit<InvokeMessage, "deadline">, timeoutMs: number): Promise<Outcome> {
    const ready = await this.#ready;
    if (!ready.ok) return ready;
    const done = this.#next();
    const timer = setTimeout(() => {
      this.#finish(
        broken({
          errorType: "Sandbox.Timedout",
          errorMessage: `RequestId: ${message.requestId} Error: Task timed out after ${(timeoutMs / 1000).toFixed(2)} seconds`,
        }),
      );
    }, timeoutMs);
    this.#worker.postMessage({ ...message, deadline: Date.now() + timeoutMs } satisfies InvokeMessage, []);
    try {
      return await done;
    } finally {
      clearTimeout(timer);
    }
  }

  async stop(): Promise<void> {
    await this.#worker.terminate();
  }

  #next(): Promise<Outcome> {
    return new Promise((resolve) => {
      this.#settle = resolve;
    });
  }

  #finish(outcome: Outcome): void {
    this.#settle?.(outcome);
    this.#settle = null;
  }
}

function outcomeOf(message: WorkerMessage): Outcome {
  switch (message.kind) {
    case "ready":
      return { ok: true, payload: "" };
    case "result":
      return { ok: true, payload: message.payload };
    case "error":
      return { ok: false, error: message.error, broken: false };
    case "init-failed":
      return broken(message.error);
  }
}

const broken = (error: FunctionError): Outcome => ({ ok: false, error, broken: true });

function crashOf(error: unknown): FunctionError {
  if (error instanceof Error && "code" in error && error.code === "ERR_WORKER_OUT_OF_MEMORY")
    return { errorType: "Runtime.OutOfMemory", errorMessage: "Runtime exited with error: signal: killed" };
  if (error instanceof Error)
    return { errorType: error.name, errorMessage: error.message, trace: (error.stack ?? "").split("\n") };
  return { errorType: "Runtime.UnhandledError", errorMessage: String(error) };
}
