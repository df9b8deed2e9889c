/** `offers webhooks`: the addresses that changes are posted to, and how they are doing. */
import { type Command, InvalidArgumentError } from "commander";
import type { WebhookInput } from "../../shared/webhooks/control.ts";
import type { Delivery, Webhook } from "../../shared/webhooks/records.ts";
import { OFFER_KINDS, type OfferKind } from "../../shared/offer/model.ts";
import { expectDone } from "./done.ts";
import type { Feed } from "./feed.ts";
import { dataDirOf, wholeNumber } from "./options.ts";
import { CommandFailed, print, printJson, table } from "./output.ts";
import { withFeed } from "./session.ts";

/** As the author of what the command line changes. */
const OWNER = "local";

interface AddOptions {
  readonly description?: string;
  readonly source?: string[];
  readonly network?: string[];
  readonly kind?: OfferKind[];
  readonly category?: string;
  readonly country?: string;
  readonly minDiscount?: number;
  readonly since?: string;
  readonly json?: boolean;
}

export function addWebhookCommands(program: Command): void {
  const webhooks = program.command("webhooks").description("addresses that changes of offers are posted to");
  webhooks
    .command("list", { isDefault: true })
    .description("every webhook and how it is doing")
    .option("--json", "as JSON")
    .action(async ({ json }: { json?: boolean }, command: Command) =>
      withWebhooks(command, async (feed) => {
        const all = await feed.list();
        if (json) printJson(all);
        else print(table(["webhook", "url", "state", "last delivery"], all.map(row)));
      }),
    );
  webhooks
    .command("add <url>")
    .description("add one; the secret that its deliveries are signed with is printed once")
    .option("--description <text>", "what it is for")
    .option("--source <id...>", "changes of these sources only")
    .option("--network <id...>", "changes of these networks only")
    .option("--kind <kind...>", "product, coupon, deal or programme", kinds)
    .option("--category <name>", "in this category, or part of a category's path")
    .option("--country <code>", "for this country, and with no country limit")
    .option("--min-discount <percent>", "with at least so many percent off", wholeNumber(0, 100))
    .option(
      "--since <cursor>",
      "a cursor of offerChanges, or start for the first change (default: from now on)",
    )
    .option("--json", "as JSON")
    .action(async (url: string, options: AddOptions, command: Command) =>
      withWebhooks(command, async (feed) => {
        const { webhook, secret } = expectDone(await feed.add(inputOf(url, options), OWNER));
        if (options.json) printJson({ ...webhook, secret });
        else print(`${webhook.id}\n${secret}`);
      }),
    );
  addActions(webhooks);
}

function addActions(webhooks: Command): void {
  webhooks
    .command("test <webhook>")
    .description("post a ping now; fails when the receiver does not take it")
    .action(async (id: string, _: unknown, command: Command) =>
      withWebhooks(command, async (feed) => {
        const { delivery } = expectDone(await feed.test(id));
        if (!delivery.delivered) throw new CommandFailed(delivery.error ?? "The receiver did not take it.");
        print(`It answered ${delivery.status} in ${delivery.ms} ms.`);
      }),
    );
  webhooks
    .command("deliveries <webhook>")
    .description("what was posted to it in the last 30 days, the newest first")
    .option("--limit <n>", "how many", wholeNumber(1, 1_000), 20)
    .option("--json", "as JSON")
    .action(async (id: string, { limit, json }: { limit: number; json?: boolean }, command: Command) =>
      withWebhooks(command, async (feed) => {
        const all = await feed.deliveries(id, limit);
        if (json) printJson(all);
        else print(table(["at", "what", "changes", "status", "ms", "error"], all.map(deliveryRow)));
      }),
    );
  webhooks
    .command("rotate <webhook>")
    .description("replace its secret; for 24 hours deliveries are signed with both")
    .action(async (id: string, _: unknown, command: Command) =>
      withWebhooks(command, async (feed) => print(expectDone(await feed.rotateSecret(id)).secret)),
    );
  for (const [name, enabled] of [
    ["enable", true],
    ["disable", false],
  ] as const) {
    webhooks
      .command(`${name} <webhook>`)
      .description(enabled ? "go on where it was" : "post nothing to it until it is enabled")
      .action(async (id: string, _: unknown, command: Command) =>
        withWebhooks(command, async (feed) => {
          print(`${expectDone(await feed.setEnabled(id, enabled, OWNER)).id} is ${name}d.`);
        }),
      );
  }
  webhooks
    .command("remove <webhook>")
    .description("remove it and its secret")
    .action(async (id: string, _: unknown, command: Command) =>
      withWebhooks(command, async (feed) => print(`${expectDone(await feed.remove(id)).id} is removed.`)),
    );
}

const inputOf = (url: string, options: AddOptions): WebhookInput => ({
  url,
  description: options.description,
  since: options.since,
  filter: {
    sourceIds: options.source,
    networkIds: options.network,
    kinds: options.kind,
    category: options.category,
    country: options.country,
    minDiscountPercent: options.minDiscount,
  },
});

/** Called once for each word. */
function kinds(text: string, before: OfferKind[] = []): OfferKind[] {
  const kind = OFFER_KINDS.find((each) => each === text.toUpperCase());
  if (kind === undefined)
    throw new InvalidArgumentError(`Give some of ${OFFER_KINDS.join(", ").toLowerCase()}.`);
  return [...before, kind];
}

const withWebhooks = (command: Command, act: (webhooks: Feed["webhooks"]) => Promise<void>): Promise<void> =>
  withFeed({ data: dataDirOf(command) }, async ({ feed }) => act(feed.webhooks));

function row({ id, url, enabled, failures, disabledReason, nextAttemptAt, lastDelivery }: Webhook): string[] {
  const state = !enabled
    ? `DISABLED: ${disabledReason}`
    : failures > 0
      ? `FAILING ${failures} times, again at ${nextAttemptAt}`
      : "ACTIVE";
  return [
    id,
    url,
    state,
    lastDelivery === null ? "none" : `${lastDelivery.at} ${lastDelivery.status ?? "no answer"}`,
  ];
}

const deliveryRow = ({ at, type, changes, status, ms, error }: Delivery): string[] => [
  at,
  type,
  String(changes),
  String(status ?? ""),
  String(ms),
  error ?? "",
];
