import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { until } from "../testing/harness.ts";
import { spawnWatched } from "./child.ts";

const alive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

describe("a watched child", () => {
  it("dies with the process that started it, even when that is killed", async () => {
    const directory = await mkdtemp(join(tmpdir(), "child-"));
    const pidFile = join(directory, "pid");
    const parent = fork(new URL("../testing/watching-parent.ts", import.meta.url), [pidFile], {
      execArgv: [],
    });
    await until(
      async () => (await readFile(pidFile, "utf8").catch(() => "")).trim() !== "",
      "the child's start",
    );
    const pid = Number(await readFile(pidFile, "utf8"));
    expect(alive(pid)).toBe(true);
    parent.kill("SIGKILL");
    await once(parent, "exit");
    await until(() => !alive(pid), "the child's end");
    await rm(directory, { recursive: true });
  });

  it("is ended by stop", async () => {
    const child = spawnWatched("sleep", ["600"]);
    await child.stop();
    expect(await child.ended).toMatchObject({ code: 143 });
  });

  it("tells its exit code and last words when it ends by itself", async () => {
    const child = spawnWatched("sh", ["-c", "echo nothing works >&2; exit 7"]);
    expect(await child.ended).toEqual({ code: 7, output: "nothing works" });
  });
});
