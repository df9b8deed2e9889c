/** Enhanced feeds: one JSON object a line, nested by section. */
import { FeedUnreadable } from "../adapter.ts";
import type { FeedRow, Reject } from "./feed-rows.ts";

const LONGEST_LINE = 5_000_000;

/**
 * @throws FeedUnreadable for a line that is an error (the status was 200 all the same), or a last line that breaks off
 */
export async function* jsonLines(
  body: AsyncIterable<Uint8Array>,
  reject: Reject,
): AsyncGenerator<FeedRow, void, void> {
  let number = 0;
  for await (const { text, ended } of lines(body)) {
    number += 1;
    if (text.trim() === "") continue;
    const row = parsed(text);
    if (row === null && !ended) throw new FeedUnreadable(`the file ends in the middle of line ${number}`);
    if (row === null) reject({ record: `line ${number}`, reason: "it is not a JSON object" });
    else if ("error" in row) throw new FeedUnreadable(`line ${number} is an error: ${text.slice(0, 200)}`);
    else yield row;
  }
}

function parsed(text: string): FeedRow | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : null;
  } catch {
    return null;
  }
}

interface Line {
  readonly text: string;
  /** False for a last line without a line end. */
  readonly ended: boolean;
}

async function* lines(body: AsyncIterable<Uint8Array>): AsyncGenerator<Line, void, void> {
  const decoder = new TextDecoder();
  let rest = "";
  for await (const chunk of body) {
    rest += decoder.decode(chunk, { stream: true });
    const complete = rest.split("\n");
    rest = complete.pop() ?? "";
    if (rest.length > LONGEST_LINE)
      throw new FeedUnreadable(`a line is longer than ${LONGEST_LINE} characters`);
    for (const text of complete) yield { text, ended: true };
  }
  rest += decoder.decode();
  if (rest !== "") yield { text: rest, ended: false };
}
