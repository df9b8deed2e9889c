/** Whatever happens, and in whatever order, the product agrees with the model. `MODEL_SEQUENCES` sets how many times. */
import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import { runSequence, sequence } from "./sequences.ts";
import { World } from "./world.ts";

const SEQUENCES = Number(process.env["MODEL_SEQUENCES"] ?? 500);

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
      { numRuns: SEQUENCES },
    );
    expect(run).toBeGreaterThanOrEqual(SEQUENCES);
  },
  20 * 60_000,
);
