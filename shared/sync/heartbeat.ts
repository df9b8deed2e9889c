/** Tells at a steady pace that a run is alive, and brings back word that it should stop. */

const BEAT_MS = 2_000;

/** Somebody asked the run to stop. */
export class RunStopped extends Error {
  override readonly name = "RunStopped";
}

export interface Heartbeat {
  /** Aborted when the run is to stop, or when its record can no longer be kept. */
  readonly signal: AbortSignal;
  stop(): Promise<void>;
}

export function startHeartbeat(beat: () => Promise<{ readonly cancelRequested: boolean }>): Heartbeat {
  const controller = new AbortController();
  let beating: Promise<void> | null = null;
  const timer = setInterval(() => {
    beating ??= beat()
      .then(({ cancelRequested }) => {
        if (cancelRequested) controller.abort(new RunStopped("The run was cancelled."));
      })
      .catch((error: unknown) => controller.abort(error))
      .finally(() => {
        beating = null;
      });
  }, BEAT_MS);
  return {
    signal: controller.signal,
    async stop() {
      clearInterval(timer);
      await beating;
    },
  };
}
