/** `offers token`, `offers keys`, `offers audit`: who may do what, and who did. */
import { mkdir } from "node:fs/promises";
import { type Command, InvalidArgumentError, Option } from "commander";
import type { ApiKey } from "../../shared/access/api-keys.ts";
import { userCaller } from "../../shared/access/caller.ts";
import { isRole, ROLES, type Role } from "../../shared/access/scopes.ts";
import { localIssuer } from "../feed/issuer.ts";
import { expectDone } from "./done.ts";
import { dataDirOf, wholeNumber } from "./options.ts";
import { print, printJson, table } from "./output.ts";
import { withFeed } from "./session.ts";

const HOUR = 3_600;
/** Who holds the data directory may do everything; what they change stands under this name. */
const OWNER = userCaller("local", "ADMIN");

const role = (text: string): Role => {
  const upper = text.toUpperCase();
  if (!isRole(upper)) throw new InvalidArgumentError(`Give one of ${ROLES.join(", ").toLowerCase()}.`);
  return upper;
};

const roleOption = (standard: Role): Option =>
  new Option("--role <role>", "reader, editor or admin")
    .argParser(role)
    .default(standard, standard.toLowerCase());

export function addAccessCommands(program: Command): void {
  program
    .command("token")
    .description("issue a token for this feed's API; anyone who has it is who it says until it ends")
    .addOption(roleOption("ADMIN"))
    .option("--name <name>", "whom changes are put down to", "local")
    .option("--hours <hours>", "how long it holds", wholeNumber(1, 8_760), 24)
    .action(async (options: { role: Role; name: string; hours: number }, command: Command) => {
      const dataDir = dataDirOf(command);
      await mkdir(dataDir, { recursive: true });
      const issuer = await localIssuer(dataDir);
      print(await issuer.issue({ name: options.name, role: options.role, seconds: options.hours * HOUR }));
    });
  addKeyCommands(program.command("keys").description("API keys of services"));
  addAuditCommand(program);
}

function addKeyCommands(keys: Command): void {
  keys
    .command("list", { isDefault: true })
    .description("every key there ever was")
    .option("--json", "as JSON")
    .action(async ({ json }: { json?: boolean }, command: Command) =>
      withFeed({ data: dataDirOf(command) }, async ({ feed }) => {
        const all = await feed.access.list();
        if (json) printJson(all);
        else print(table(["key", "name", "role", "scopes", "state", "last used"], all.map(row)));
      }),
    );
  keys
    .command("create <name>")
    .description("make a key; what its holder sends is printed once")
    .addOption(roleOption("READER"))
    .option("--scope <scope...>", "some of the role's scopes (default: all)")
    .option("--expires <time>", "when it ends, such as 2027-01-01T00:00:00Z (default: never)")
    .option("--json", "as JSON")
    .action(
      async (
        name: string,
        options: { role: Role; scope?: string[]; expires?: string; json?: boolean },
        command: Command,
      ) =>
        withFeed({ data: dataDirOf(command) }, async ({ feed }) => {
          const input = { name, role: options.role, scopes: options.scope, expiresAt: options.expires };
          const { key, secret } = expectDone(await feed.access.createApiKey(input, OWNER));
          if (options.json) printJson({ ...key, secret });
          else print(secret);
        }),
    );
  keys
    .command("revoke <key>")
    .description("end a key for good")
    .action(async (id: string, _: unknown, command: Command) =>
      withFeed({ data: dataDirOf(command) }, async ({ feed }) => {
        const key = expectDone(await feed.access.revokeApiKey(id));
        print(`${key.id} (${key.name}) is revoked since ${key.revokedAt}.`);
      }),
    );
}

function addAuditCommand(program: Command): void {
  program
    .command("audit")
    .description("what was changed through the API, by whom, from where, and what came of it")
    .option("--limit <n>", "how many entries, the newest first", wholeNumber(1, 10_000), 50)
    .option("--author <name>", "of this author only")
    .option("--action <mutation>", "of this mutation only, such as hideOffer")
    .option("--json", "as JSON")
    .action(
      async (
        options: { limit: number; author?: string; action?: string; json?: boolean },
        command: Command,
      ) =>
        withFeed({ data: dataDirOf(command) }, async ({ feed }) => {
          const { limit, author = null, action = null } = options;
          const { entries } = await feed.auditLog.list({ first: limit, after: null, author, action });
          if (options.json) printJson(entries);
          else {
            const rows = entries.map((entry) => [
              entry.at,
              entry.author,
              entry.address ?? "",
              entry.action,
              JSON.stringify(entry.arguments),
              [entry.outcome, ...entry.codes].join(" "),
            ]);
            print(table(["at", "author", "from", "action", "arguments", "outcome"], rows));
          }
        }),
    );
}

function row(key: ApiKey): string[] {
  const state =
    key.revokedAt !== null
      ? `revoked ${key.revokedAt}`
      : key.expiresAt !== null && new Date(key.expiresAt) <= new Date()
        ? `expired ${key.expiresAt}`
        : "holds";
  return [key.id, key.name, key.role, key.scopes.join(" "), state, key.lastUsedAt ?? "never"];
}
