/** `offers expire`: what the minute's schedule does, now. */
import type { Command } from "commander";
import { type ExpiryPass, expireOffers } from "../../shared/ledger/expire-offers.ts";
import type { Feed } from "./feed.ts";
import { dataDirOf } from "./options.ts";
import { count, print, printJson } from "./output.ts";
import { withFeed } from "./session.ts";

export function addExpireCommand(program: Command): void {
  program
    .command("expire")
    .description("start and expire the offers whose dates have come; a running feed does it every minute")
    .option("--json", "as JSON")
    .action(async (options: { json?: boolean }, command: Command) =>
      withFeed({ data: dataDirOf(command) }, async ({ feed, idle }) => {
        const pass = await expireNow(feed);
        await idle();
        if (options.json) printJson(pass);
        else print(inWords(pass));
      }),
    );
}

/** One pass over all that is due. A person's command has no time limit. */
export const expireNow = (feed: Pick<Feed, "ledger">): Promise<ExpiryPass> =>
  expireOffers(feed.ledger, { now: () => new Date(), remainingMs: () => Infinity });

export function inWords({ expired, started, conflicts }: ExpiryPass): string {
  const done = `${count(expired)} offers expired, ${count(started)} started.`;
  if (conflicts === 0) return done;
  return `${done} ${count(conflicts)} were changed by others meanwhile: run it again for those.`;
}
