/** What the local cloud tells its caller while it runs, and the function logs it keeps. */
import { createWriteStream, mkdirSync, renameSync, statSync } from "node:fs";
import type { WriteStream } from "node:fs";
import { join } from "node:path";
import type { TopicMessage } from "./endpoints/sns.ts";

export type LogEvent =
  | { readonly type: "started"; readonly ms: number; readonly resources: number }
  | {
      readonly type: "line";
      readonly functionName: string;
      readonly stream: "stdout" | "stderr";
      readonly line: string;
    }
  | {
      readonly type: "invocation";
      readonly functionName: string;
      readonly requestId: string;
      readonly trigger: "invoke" | "async" | "sqs" | "stream";
      readonly coldStart: boolean;
      readonly durationMs: number;
      readonly error: string | null;
    }
  | { readonly type: "schedule"; readonly name: string; readonly target: string }
  | {
      readonly type: "discarded";
      readonly from: string;
      readonly reason: string;
      readonly destination: string | null;
    }
  | ({ readonly type: "message" } & TopicMessage)
  | { readonly type: "warning"; readonly message: string };

export type Log = (event: LogEvent) => void;

/** A log file is set aside (`.1`) when it grows beyond this. */
const MAX_BYTES = 20 * 1024 * 1024;

/** Writes each function's lines and invocations, and each topic's messages, to `<dataDir>/logs/<name>.log`, then passes every event on. */
export function functionLogs(dataDir: string, next: Log): { log: Log; close(): Promise<void> } {
  const directory = join(dataDir, "logs");
  mkdirSync(directory, { recursive: true });
  const files = new Map<string, { stream: WriteStream; bytes: number }>();
  const write = (functionName: string, line: string): void => {
    let file = files.get(functionName);
    if (file === undefined || file.bytes > MAX_BYTES) {
      file?.stream.end();
      file = openLog(join(directory, `${functionName}.log`));
      files.set(functionName, file);
    }
    file.stream.write(`${line}\n`);
    file.bytes += line.length + 1;
  };
  return {
    log(event) {
      if (event.type === "line") write(event.functionName, event.line);
      if (event.type === "message")
        write(event.topic, `${event.at} ${event.subject ?? ""}\n${event.message}`);
      if (event.type === "invocation")
        write(
          event.functionName,
          `REPORT RequestId: ${event.requestId} Trigger: ${event.trigger} Duration: ${event.durationMs} ms${event.error === null ? "" : ` Error: ${event.error}`}`,
        );
      next(event);
    },
    async close() {
      await Promise.all(
        [...files.values()].map(({ stream }) => new Promise<void>((done) => stream.end(() => done()))),
      );
    },
  };
}

function openLog(file: string): { stream: WriteStream; bytes: number } {
  const bytes = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  if (bytes > MAX_BYTES) renameSync(file, `${file}.1`);
  return {
    stream: createWriteStream(file, { flags: "a", mode: 0o600 }),
    bytes: bytes > MAX_BYTES ? 0 : bytes,
  };
}
