/** How much of one operation the API answers, and how fast, with so many clients at once. */
import autocannon from "autocannon";

export interface Load {
  readonly perSecond: number;
  /** Milliseconds. */
  readonly p50: number;
  readonly p99: number;
}

/** @throws Error when an answer is no success: a figure of refusals would be worth nothing */
export async function loadApi(
  url: string,
  query: string,
  { clients, seconds }: { readonly clients: number; readonly seconds: number },
): Promise<Load> {
  const result = await autocannon({
    url,
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ query }),
    connections: clients,
    duration: seconds,
    // In a thread of its own, beside that of the API.
    workers: 1,
    timeout: 60,
  });
  const failed = result.errors + result.timeouts + result.non2xx;
  if (failed > 0) throw new Error(`${failed} of ${result.requests.total} requests failed: ${query}`);
  return { perSecond: result.requests.average, p50: result.latency.p50, p99: result.latency.p99 };
}
