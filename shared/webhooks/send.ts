/** One attempt to post a message: no redirect is followed, nothing is repeated, and the answer is not read far. */
import { type EgressPolicy, EgressGuard } from "../http/egress.ts";
import { EgressRefused, HttpConnectionError } from "../http/errors.ts";
import { excerpt } from "../http/excerpt.ts";
import { exchange, type Incoming } from "../http/exchange.ts";
import { createMask } from "../http/mask.ts";
import { DEFAULT_RETRY_POLICY, retryAfterMs } from "../http/retry.ts";
import { problemWith, refusal } from "./address.ts";
import { type Message, signatureHeaders } from "./message.ts";
import { type Failure, LONGEST_ASKED_MS } from "./retry-plan.ts";

export interface Post {
  readonly url: string;
  readonly message: Message;
  /** `whsec_…`, the present one first. */
  readonly secrets: readonly string[];
  readonly policy: EgressPolicy;
  readonly now: Date;
  /** Default 10 seconds. */
  readonly timeoutMs?: number;
}

export type Posted =
  { readonly delivered: true; readonly status: number } | ({ readonly delivered: false } & Failure);

const TIMEOUT_MS = 10_000;
/** How much of a refusal is read to quote from. */
const QUOTED_BYTES = 4_096;
const RETRY_AFTER = { ...DEFAULT_RETRY_POLICY, retryAfterCapMs: LONGEST_ASKED_MS };

/** Never throws for what the receiver or its network does: that is the outcome. */
export async function post(request: Post): Promise<Posted> {
  const timeoutMs = request.timeoutMs ?? TIMEOUT_MS;
  // The policy may have become narrower since the address was set.
  const problem = problemWith(request.url, request.policy);
  if (problem !== null) return noAnswer(problem);
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    return await outcome(await send(request, timeoutMs, signal), request);
  } catch (error) {
    if (error instanceof EgressRefused) return noAnswer(refusal(error));
    if (signal.aborted) return noAnswer(`No answer within ${timeoutMs / 1_000} seconds.`);
    if (error instanceof HttpConnectionError) return noAnswer(`No answer: ${error.code}.`);
    throw error;
  }
}

function send({ url, message, secrets, policy, now }: Post, timeoutMs: number, signal: AbortSignal) {
  const target = new URL(url);
  const mask = createMask(secrets);
  return exchange({
    target,
    connection: new EgressGuard(policy, mask).connection(target),
    shownUrl: mask(url),
    method: "POST",
    headers: new Headers({
      "content-type": "application/json",
      "user-agent": "Offerfeed-Webhooks/1",
      // One connection a delivery: nobody keeps one open to every receiver.
      connection: "close",
      ...signatureHeaders(message, secrets, now),
    }),
    body: message.body,
    timeoutMs,
    signal,
    mask,
  });
}

async function outcome({ status, headers, stream }: Incoming, { secrets, now }: Post): Promise<Posted> {
  if (status >= 200 && status < 300) {
    stream.destroy();
    return { delivered: true, status };
  }
  const says = excerpt(await beginning(stream), createMask(secrets));
  const quoted = says === "" ? "" : `: “${says}”`;
  const advice =
    status >= 300 && status < 400 ? " Redirects are not followed: set the address it leads to." : "";
  return {
    delivered: false,
    status,
    error: `The receiver answered ${status}${quoted}.${advice}`,
    retryAfterMs: retryAfterMs(headers.get("retry-after"), RETRY_AFTER, now.getTime()),
  };
}

/** A refusal whose body breaks off, or never ends, is still that refusal. */
async function beginning(stream: Incoming["stream"]): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  try {
    for await (const chunk of stream as AsyncIterable<Uint8Array>) {
      chunks.push(chunk);
      bytes += chunk.byteLength;
      if (bytes >= QUOTED_BYTES) break;
    }
  } catch {
    stream.destroy();
  }
  return Buffer.concat(chunks).subarray(0, QUOTED_BYTES).toString("utf8");
}

const noAnswer = (error: string): Posted => ({ delivered: false, status: null, error, retryAfterMs: null });
