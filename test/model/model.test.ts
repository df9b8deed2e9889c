/**
 * Whatever happens, and in whatever order, the product agrees with the model. The same sequences each time, so that a change
 * fails by its own fault; `MODEL_SEED=random` looks for new ones, `MODEL_SEQUENCES` says how many.
 */
import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import { runSequence, sequence } from "./sequences.ts";
import { World } from "./world.ts";

const SEQUENCES = Number(process.env["MODEL_SEQUENCES"] ?? 500);
const SEED = process.env["MODEL_SEED"] ?? "1125";

let world: World;
beforeAll(async () => {
  world = await World.start();
}, 60_000);
afterAll(() => world.stop());

it(
  `agrees with the model after ${SEQUENCES} random sequences`,
  async () => {
    let run = 0;
    await fc.assert(
      fc.asyncProperty(sequence, async (each) => {
        run += 1;
        await runSequence(world, each);
      }),
      { numRuns: SEQUENCES, ...(SEED === "random" ? {} : { seed: Number(SEED) }) },
    );
    expect(run).toBeGreaterThanOrEqual(SEQUENCES);
  },
  20 * 60_000,
);
