/** Options that every command understands. */
import { resolve } from "node:path";
import { type Command, InvalidArgumentError } from "commander";

export const DEFAULT_DATA_DIR = ".offerfeed";

export const dataDirOf = (command: Command): string =>
  resolve(String(command.optsWithGlobals<{ data?: string }>().data ?? DEFAULT_DATA_DIR));

/** @throws InvalidArgumentError, which commander shows with the option's name */
export function wholeNumber(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= least && value <= most) return value;
    throw new InvalidArgumentError(`It must be a whole number from ${least} to ${most}.`);
  };
}
