/** `offers fetch`: a dry run of one network. Prints normalised offers as JSON lines and stores nothing. */
import { once } from "node:events";
import type { Command } from "commander";
import { createHttpClient } from "../../shared/http/create-client.ts";
import { egressPolicy } from "../../shared/http/egress.ts";
import { createMask } from "../../shared/http/mask.ts";
import { MemoryRateLimiter } from "../../shared/http/rate-limit.ts";
import { DEFAULT_RETRY_POLICY } from "../../shared/http/retry.ts";
import { type NetworkAdapter, RecordRejected } from "../../shared/networks/adapter.ts";
import { loadAdapter, networkIds } from "../../shared/networks/registry.ts";
import { fingerprintOf } from "../../shared/offer/fingerprint.ts";
import { normaliseOffer, sourceOfferId } from "../../shared/offer/normalise.ts";
import { Unnormalisable } from "../../shared/offer/unnormalisable.ts";
import { secretValues } from "../../shared/sources/secrets.ts";
import { parseCredentials, parseSettings } from "../../shared/sync/inputs.ts";
import { readJsonFile } from "./json-file.ts";
import { wholeNumber } from "./options.ts";
import { CommandFailed, count, warn } from "./output.ts";

interface FetchOptions {
  readonly credentials?: string;
  readonly settings?: string;
  readonly origin?: string;
  readonly limit?: number;
}

export function addFetchCommand(program: Command): void {
  program
    .command("fetch <network>")
    .description("try a network: print its offers as JSON lines, store nothing")
    .option("--credentials <file>", "its credentials, a JSON file (- for standard input)")
    .option("--settings <file>", "its settings, a JSON file (- for standard input)")
    .option("--origin <url>", "send every request there instead, such as to a sandbox")
    .option("--limit <count>", "stop after so many offers", wholeNumber(1, 100_000_000))
    .action(async (id: string, options: FetchOptions) => {
      const adapter = await loadAdapter(id);
      if (!adapter) {
        throw new CommandFailed(`There is no network "${id}". Known: ${networkIds.join(", ")}.`);
      }
      await fetchOffers(adapter, options);
    });
}

async function fetchOffers(adapter: NetworkAdapter, options: FetchOptions): Promise<void> {
  if (adapter.retired) throw new CommandFailed(adapter.retired.message);
  const given = options.credentials ? await readJsonFile(options.credentials, "credentials") : {};
  if (typeof given !== "object" || given === null)
    throw new CommandFailed("The credentials file holds no JSON object.");
  if (options.origin !== undefined && !URL.canParse(options.origin)) {
    throw new CommandFailed(`--origin ${options.origin} is not a URL: give it as http://127.0.0.1:8080.`);
  }
  const secrets = secretValues(adapter.credentialFields, { ...given });
  const masked = createMask(secrets);
  try {
    const credentials = parseCredentials(adapter, { ...given }, "SOURCE");
    const settings = parseSettings(
      adapter,
      options.settings ? await readJsonFile(options.settings, "settings") : {},
      options.settings ?? adapter.id,
    );
    await printOffers(adapter, credentials, settings, secrets, options);
  } catch (error) {
    if (error instanceof CommandFailed) throw error;
    throw new CommandFailed(masked(error instanceof Error ? error.message : String(error)));
  }
}

async function printOffers(
  adapter: NetworkAdapter,
  credentials: unknown,
  settings: unknown,
  secrets: readonly string[],
  options: FetchOptions,
): Promise<void> {
  const now = new Date();
  const { signal } = new AbortController();
  const http = createHttpClient({
    limiter: new MemoryRateLimiter(),
    quotaKey: adapter.quotaKey(credentials, settings),
    rateLimits: adapter.rateLimits,
    retry: { ...DEFAULT_RETRY_POLICY, ...adapter.retry },
    secrets,
    originOverride: options.origin ?? process.env["NETWORK_ORIGIN_OVERRIDE"] ?? null,
    egress: egressPolicy(process.env["OFFERFEED_ALLOWED_HOSTS"] ?? null),
    onCall: (call) =>
      warn(
        `${call.method} ${call.url} ${call.status ?? call.error ?? ""} ${call.ms} ms ${count(call.bytes)} bytes`,
      ),
    signal,
  });
  const pages = adapter.fetchOffers({
    credentials,
    settings,
    http,
    cursor: null,
    mode: "FULL",
    since: null,
    // A dry run holds nothing.
    known: async function* () {},
    signal,
    now,
  });
  const most = options.limit ?? Number.POSITIVE_INFINITY;
  let printed = 0;
  let rejected = 0;
  for (;;) {
    const next = await pages.next();
    if (next.done) {
      const { coverage, reason } = next.value;
      warn(
        `${count(printed)} offers, ${count(rejected)} rejected; the listing is ${coverage}${reason ? `: ${reason}` : ""}`,
      );
      return;
    }
    for (const { record, reason } of next.value.rejected ?? []) {
      rejected += 1;
      warn(`rejected ${record}: ${reason}`);
    }
    for (const record of next.value.records) {
      try {
        const draft = adapter.toOffer(record, { credentials, settings, now });
        if (draft === null) continue;
        const id = sourceOfferId(draft);
        const content = normaliseOffer(draft, { timeZone: adapter.timeZone, now });
        const line = {
          sourceOfferId: id,
          networkId: adapter.id,
          sandbox: options.origin !== undefined,
          ...content,
          fingerprint: fingerprintOf(content),
        };
        if (!process.stdout.write(`${JSON.stringify(line)}\n`)) await once(process.stdout, "drain");
        printed += 1;
      } catch (error) {
        if (!(error instanceof Unnormalisable || error instanceof RecordRejected)) throw error;
        rejected += 1;
        warn(`rejected a record: ${error.message}`);
      }
      if (printed >= most) {
        await pages.return({ coverage: "PARTIAL" });
        warn(`${count(printed)} offers, ${count(rejected)} rejected; stopped at --limit`);
        return;
      }
    }
  }
}
