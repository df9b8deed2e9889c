/** JSON documents that a user hands over as files. */
import { readFile } from "node:fs/promises";
import { CommandFailed } from "./output.ts";

/** @param path a file, or `-` for standard input */
export async function readJsonFile(path: string, what: string): Promise<unknown> {
  let text: string;
  try {
    text = path === "-" ? await fromStandardInput() : await readFile(path, "utf8");
  } catch (error) {
    throw new CommandFailed(
      `The ${what} file ${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    // The parser quotes the text, which may be a secret: only where it stumbled is told.
    const place = /position \d+(?: \(line \d+ column \d+\))?/.exec(
      error instanceof Error ? error.message : "",
    );
    throw new CommandFailed(`The ${what} file ${path} is not JSON${place ? ` at ${place[0]}` : ""}.`);
  }
}

async function fromStandardInput(): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of process.stdin) parts.push(part as Buffer);
  return Buffer.concat(parts).toString();
}
