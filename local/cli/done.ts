/** What an action of the domain answered, for a command that wants it done. */
import type { Outcome } from "../../shared/control/outcome.ts";
import { CommandFailed } from "./output.ts";

/** @throws CommandFailed with the reason why it was not done */
export function expectDone<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new CommandFailed(outcome.error.message);
  return outcome.value;
}
