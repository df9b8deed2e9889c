/** ISO 8601 durations of settings, such as PT1M and P1D. */
import { Duration } from "luxon";
import * as z from "zod";

export const durationSchema = z
  .string()
  .refine(
    (text) => Duration.fromISO(text).isValid && Duration.fromISO(text).toMillis() > 0,
    "must be an ISO 8601 duration, such as PT1M or P1D",
  );

export const milliseconds = (duration: string): number => Duration.fromISO(duration).toMillis();
