/** What Rakuten's answers mean: 403 is most often "slower", and 200 may be a fault. */
import type { JudgedAnswer, Judgement } from "../../http/client.ts";
import { CredentialsRefused, FeedUnreadable } from "../adapter.ts";
import { REMEDY } from "./credentials.ts";

/** No Retry-After; the quota is one of a minute. */
const THROTTLE_PAUSE_MS = 60_000;
/** A 403 that does not explain itself is taken for throttling so many times, then for a missing right. */
const UNEXPLAINED_TWICE = 2;

const THROTTLED = /number of requests|per minute|exceeded|quota|too many/i;

/** @param what names the API in messages ("the coupon feed"). One judge for each request: it counts its tries. */
export function judging(what: string): (answer: JudgedAnswer) => Judgement | null {
  let unexplained = 0;
  return ({ status, text }) => {
    if (status === 403) {
      if (/cannot consume/i.test(text)) return { kind: "REFUSED", error: notAllowed(what) };
      if (!THROTTLED.test(text)) unexplained += 1;
      if (unexplained > UNEXPLAINED_TWICE) return { kind: "REFUSED", error: notAllowed(what) };
      return throttled(what);
    }
    return /<(?:\w+:)?(?:fault|XMLFault)\b/i.test(text.slice(0, 500)) ? faultOf(text, what) : null;
  };
}

const throttled = (what: string): Judgement => ({
  kind: "THROTTLED",
  retryAfterMs: THROTTLE_PAUSE_MS,
  error: new FeedUnreadable(
    `Rakuten goes on saying that ${what} is asked for too often. Sync less often, or give this source an application of its own.`,
  ),
});

const notAllowed = (what: string): CredentialsRefused =>
  new CredentialsRefused(
    `Rakuten does not let clientId use ${what}. Subscribe the application to that API at https://developers.rakutenadvertising.com, or leave it out with the settings pull, terms and advertiserDetails.`,
  );

/** Codes of the coupon feed's faults, which come with 200. */
function faultOf(text: string, what: string): Judgement {
  const code = /<errorcode>\s*(\d+)/i.exec(text)?.[1];
  const says =
    /<(?:\w+:)?(?:errorstring|message|faultstring)>([^<]*)</i.exec(text)?.[1]?.trim() ?? "no reason given";
  const error = new FeedUnreadable(`Rakuten answered a fault to ${what}: “${says.slice(0, 200)}”`);
  if (code === "30") return throttled(what);
  if (code === "20")
    return { kind: "REFUSED", error: new CredentialsRefused(`${REMEDY} (“${says.slice(0, 200)}”)`) };
  return code === "10" ? { kind: "BUSY", error } : { kind: "REFUSED", error };
}
