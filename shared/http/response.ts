/** The answer an adapter holds: a body to read once, as a stream, as text or as JSON. */
import { FeedUnreadable } from "../networks/adapter.ts";
import { excerpt, looksLikeHtml } from "./excerpt.ts";
import type { HttpResponse } from "./client.ts";
import { BodyCutOff, BodyStalled } from "./errors.ts";
import type { Mask } from "./mask.ts";

/** Largest text read into memory where the request names no limit of its own. */
export const TEXT_MAX_BYTES = 128 * 1024 * 1024;

export interface OpenAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly url: string;
  /** Begins to read the body. `maxBytes` is the request's own limit, else what it is called with. */
  read(defaultMaxBytes: number): AsyncGenerator<Uint8Array, void, void>;
  /** Lets go of a body nobody will read. */
  drop(): void;
  /** Sends the request once more, or throws `error` when its tries are used up. */
  again(error: BodyCutOff | BodyStalled): Promise<OpenAnswer>;
}

/**
 * Makes the response of an answer.
 *
 * `body` hands out each chunk as it comes, so a body that breaks off is the reader's to deal with. `text()` and
 * `json()` hand out nothing before the whole body is there: when it breaks off they send the request again, within the
 * tries the request has left, and take the second body if its status is the one already shown.
 */
export function responseOf(answer: OpenAnswer, streamMaxBytes: number, mask: Mask): HttpResponse {
  let isRead = false;
  const readOnce = (): void => {
    if (isRead)
      throw new TypeError(`The body of ${mask(answer.url)} was read already; keep what the first read gave.`);
    isRead = true;
  };
  const text = async (): Promise<string> => {
    readOnce();
    return wholeText(answer);
  };
  return {
    status: answer.status,
    headers: answer.headers,
    url: answer.url,
    body: {
      [Symbol.asyncIterator]: () => {
        readOnce();
        return answer.read(streamMaxBytes);
      },
    },
    text,
    json: async () => parsed(await text(), mask(answer.url), mask),
  };
}

async function wholeText(answer: OpenAnswer): Promise<string> {
  let current = answer;
  for (;;) {
    try {
      return await textOf(current.headers, current.read(TEXT_MAX_BYTES));
    } catch (error) {
      if (!(error instanceof BodyCutOff || error instanceof BodyStalled)) throw error;
      current = await current.again(error);
      if (current.status !== answer.status) {
        current.drop();
        throw error;
      }
    }
  }
}

/** A whole body as text, by its declared charset. */
export async function textOf(headers: Headers, body: AsyncIterable<Uint8Array>): Promise<string> {
  const decoder = decoderFor(headers.get("content-type"));
  let text = "";
  for await (const chunk of body) text += decoder.decode(chunk, { stream: true });
  return text + decoder.decode();
}

/** The declared charset; UTF-8 where none is declared or nobody knows it. A byte order mark is dropped. */
function decoderFor(contentType: string | null): InstanceType<typeof TextDecoder> {
  const charset = /;\s*charset\s*=\s*"?([^\s";]+)/i.exec(contentType ?? "")?.[1] ?? "utf-8";
  try {
    return new TextDecoder(charset);
  } catch {
    return new TextDecoder();
  }
}

function parsed(text: string, shownUrl: string, mask: Mask): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new FeedUnreadable(
      `The answer of ${shownUrl} should be JSON and ${whatCame(text, mask)}. Check the address and the credentials: networks answer so when one of them is wrong.`,
    );
  }
}

function whatCame(text: string, mask: Mask): string {
  if (text.trim() === "") return "is empty";
  return `${looksLikeHtml(text) ? "is an HTML page" : "is not"}; it begins “${excerpt(text, mask)}”`;
}
