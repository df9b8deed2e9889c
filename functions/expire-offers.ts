/** Writes down that offers have started or ended, as their dates say. */
import { expireOffers, type ExpiryPass } from "../shared/ledger/expire-offers.ts";
import { ledger } from "./clients.ts";
import { logger, observed } from "./observed.ts";

const offers = ledger();

export const handler = observed(async (_event: unknown, context): Promise<ExpiryPass> => {
  const pass = await expireOffers(offers, {
    now: () => new Date(),
    remainingMs: () => context.getRemainingTimeInMillis(),
  });
  if (pass.expired + pass.started + pass.conflicts > 0)
    logger.info("offers followed their dates", { ...pass });
  return pass;
});
