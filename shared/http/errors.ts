/**
 * What can go wrong between an adapter and its network. Every message says what happened and what to do; `url`s and
 * texts are masked by whoever raises the error, and no cause is attached, for a cause could hold an unmasked address.
 */

/** The request itself is wrong: nothing was sent. */
export class HttpRequestInvalid extends Error {
  override readonly name = "HttpRequestInvalid";
}

/** The request would leave the public internet: nothing was sent. */
export class EgressRefused extends Error {
  override readonly name = "EgressRefused";
  readonly url: string;
  readonly host: string;
  /** What the host's address is: "a loopback address". */
  readonly kind: string;

  constructor(url: string, host: string, kind: string) {
    super(
      `${url} leads to ${kind}, and a source may reach public addresses only. If the host is yours, put “${host}” into OFFERFEED_ALLOWED_HOSTS to allow it; else correct the address.`,
    );
    this.url = url;
    this.host = host;
    this.kind = kind;
  }
}

/** An entry of the allowed hosts that would allow something else than it seems to, or nothing. */
export class AllowedHostInvalid extends Error {
  override readonly name = "AllowedHostInvalid";

  constructor(entry: string) {
    super(
      `“${entry}” is no host that can be allowed. Write a host (feeds.internal), one with its port (10.0.0.5:8080) or all subdomains of one (*.corp.example), without a scheme or a path.`,
    );
  }
}

/** The network answered with a status that is no answer here. */
export class HttpStatusError extends Error {
  override readonly name = "HttpStatusError";
  readonly status: number;
  readonly url: string;
  /** How the body begins: plain text, at most 500 characters. */
  readonly body: string;
  /** What Retry-After asked for, capped by the policy; null where it said nothing. */
  readonly retryAfterMs: number | null;

  constructor(answer: { status: number; url: string; body: string; retryAfterMs: number | null }) {
    const says = answer.body === "" ? "" : `: “${answer.body}”`;
    super(`${answer.url} answered ${answer.status}${says}. ${adviceFor(answer.status)}`);
    this.status = answer.status;
    this.url = answer.url;
    this.body = answer.body;
    this.retryAfterMs = answer.retryAfterMs;
  }
}

/** No answer came: the connection could not be made, broke, or was silent for too long. */
export class HttpConnectionError extends Error {
  override readonly name = "HttpConnectionError";
  readonly url: string;
  /** The system's code ("ECONNREFUSED", "ENOTFOUND"), or "TIMEOUT". */
  readonly code: string;

  constructor(url: string, code: string, what: string) {
    super(
      `No answer from ${url}: ${what}. Check the address and that the network is up; the next run tries again.`,
    );
    this.url = url;
    this.code = code;
  }
}

/** The network sent the request on and on, in a circle, or to somewhere it may not go. */
export class HttpRedirectError extends Error {
  override readonly name = "HttpRedirectError";
  readonly url: string;

  constructor(url: string, what: string) {
    super(
      `${url} ${what}. Ask the network for the address that answers, and put it into the source's settings.`,
    );
    this.url = url;
  }
}

/** The network's quota is used up for longer than a run can wait. */
export class QuotaUsedUp extends Error {
  override readonly name = "QuotaUsedUp";
  /** When the quota admits the next request. */
  readonly retryAt: Date;

  constructor(retryAt: Date) {
    super(
      `The network's request quota is used up until ${retryAt.toISOString()}. What was fetched is kept; sync this source less often, or pull less with it.`,
    );
    this.retryAt = retryAt;
  }
}

/** The body is larger than it may be; what was read of it must not be taken for the whole. */
export class BodyTooLarge extends Error {
  override readonly name = "BodyTooLarge";
  readonly maxBytes: number;

  constructor(what: string, maxBytes: number) {
    super(
      `${what} is larger than ${maxBytes} bytes, after decompression. If it is rightly so large, raise the limit; else look at what the network sends.`,
    );
    this.maxBytes = maxBytes;
  }
}

/** The body ended before its end; what was read of it must not be taken for the whole. */
export class BodyCutOff extends Error {
  override readonly name = "BodyCutOff";
  readonly url: string;
  readonly receivedBytes: number;

  constructor(url: string, receivedBytes: number, what: string) {
    super(
      `The answer of ${url} broke off after ${receivedBytes} bytes: ${what}. Nothing is missing for good; the next run reads it anew.`,
    );
    this.url = url;
    this.receivedBytes = receivedBytes;
  }
}

/** The body stood still for longer than the request allows. */
export class BodyStalled extends Error {
  override readonly name = "BodyStalled";
  readonly url: string;
  readonly idleMs: number;

  constructor(url: string, idleMs: number) {
    super(
      `The answer of ${url} stood still for ${idleMs} ms. The next run reads it anew; for a slow network allow more time.`,
    );
    this.url = url;
    this.idleMs = idleMs;
  }
}

function adviceFor(status: number): string {
  if (status === 401 || status === 403)
    return "Check the source's credentials and what the network lets them do.";
  if (status === 404 || status === 410) return "Check the address and the ids in the source's settings.";
  if (status === 429) return "The network's request limit is used up: give it a rest, or sync less often.";
  if (status >= 500 || status === 408) return "The fault is the network's: the next run tries again.";
  if (status >= 300 && status < 400) return "The redirect names no address to go to: check the address.";
  return "The network refuses the request as it is: compare it with the network's documentation.";
}
