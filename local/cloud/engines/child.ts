/** A child process that can't outlive this one, whatever ends it. */
import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { createInterface } from "node:readline";

/**
 * The shell starts the command, then waits for either end: of the command, or of its own standard input. That input is
 * a pipe whose only writer is this process, so the kernel closes it even on SIGKILL. A group of its own keeps Ctrl-C in
 * the terminal away from the engine until this process stops it in order.
 */
const WATCHED = `
exec 3<&0
"$@" 3<&- </dev/null &
child=$!
( cat <&3 >/dev/null; kill "$child" 2>/dev/null; sleep 2; kill -9 "$child" 2>/dev/null ) &
watcher=$!
wait "$child"
status=$?
exec 3<&-
kill "$watcher" 2>/dev/null
exit $status
`;

export interface WatchedChild {
  /** Resolves when the command has ended, with its last lines of output. */
  readonly ended: Promise<{ readonly code: number | null; readonly output: string }>;
  /** Ends the command (SIGTERM, after two seconds SIGKILL) and waits for it. */
  stop(): Promise<void>;
}

export function spawnWatched(command: string, args: readonly string[]): WatchedChild {
  const shell = spawn("/bin/sh", ["-c", WATCHED, "sh", command, ...args], {
    stdio: ["pipe", "pipe", "pipe"],
    detached: true,
    env: { PATH: process.env["PATH"] ?? "/usr/bin:/bin" },
  });
  const output = lastLines(shell);
  const ended = new Promise<{ code: number | null; output: string }>((resolve) => {
    shell.once("error", (error) => resolve({ code: null, output: error.message }));
    shell.once("exit", (code) => resolve({ code, output: output() }));
  });
  shell.stdin.on("error", () => shell.stdin.destroy());
  return {
    ended,
    async stop() {
      shell.stdin.end();
      await ended;
    },
  };
}

function lastLines(child: ChildProcess): () => string {
  const lines: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    if (stream === null) continue;
    createInterface({ input: stream }).on("line", (line) => {
      lines.push(line);
      if (lines.length > 20) lines.shift();
    });
  }
  return () => lines.join("\n");
}
