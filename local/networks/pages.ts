/** The documentation of networks: each guide with what its definition says put in, the table of all, README's list. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { NetworkDefinition } from "../../shared/networks/adapter.ts";
import { CAPABILITY_COLUMNS, capabilityRow } from "../../shared/networks/capability-table.ts";
import { describeNetwork, type NetworkDescription } from "../../shared/networks/catalogue.ts";
import type { NetworkSandbox } from "../../shared/sandbox/sandbox.ts";
import { NETWORKS, type NetworkFolder } from "./folders.ts";

export interface DocumentedNetwork {
  readonly folder: NetworkFolder;
  readonly definition: NetworkDefinition;
  readonly sandbox: NetworkSandbox;
}

/** The places of a guide that are filled in; each must stand in it, on a line of its own. */
export const PLACES = ["facts", "credentials", "settings", "policy"] as const;

/** `docs/networks/<id>.md` from `shared/networks/<id>/guide.md`. */
export async function networkPage(network: DocumentedNetwork, root: string): Promise<string> {
  const path = `${NETWORKS}/${network.folder.id}/guide.md`;
  const guide = await readFile(join(root, path), "utf8");
  const described = describeNetwork(network.definition);
  const parts: Readonly<Record<(typeof PLACES)[number], string>> = {
    facts: facts(network, described),
    credentials: credentials(described),
    settings: settings(described),
    policy: policy(described),
  };
  let page = guide;
  for (const place of PLACES) {
    if (!page.includes(`\n{{${place}}}\n`)) throw new Error(`${path} has no line {{${place}}}`);
    page = page.replace(`{{${place}}}`, () => parts[place]);
  }
  return `<!-- Written by \`npm run generate\` from ${path}; edit that. -->\n\n${page}`;
}

function facts({ definition, sandbox, folder }: DocumentedNetwork, described: NetworkDescription): string {
  const { capabilities, maturity, maturityNote } = described;
  const kinds = (["products", "coupons", "deals", "programmes"] as const).filter(
    (kind) => capabilities[kind],
  );
  const rows = [
    [
      "brings",
      definition.retired
        ? "nothing: it has closed"
        : `${kinds.join(", ")}${capabilities.commission ? ", with commission" : ""}`,
    ],
    [
      "incremental",
      definition.entered
        ? "nothing is fetched"
        : capabilities.incremental
          ? "yes"
          : "no: every run lists everything",
    ],
    ["sub-id", capabilities.subId === null ? "none" : `\`${capabilities.subId}\``],
    [
      "schedule",
      definition.entered
        ? "none: nothing is fetched"
        : `\`${definition.defaultSchedule}\` unless the source has its own`,
    ],
    ["quota", definition.rateLimits.map(limitText).join("; ")],
    ["dates without a zone", definition.timeZone],
    ["proven against", `${MATURITY[maturity]} (${maturity}). ${maturityNote}`],
    ["sandbox sources", sandbox.sources.map(({ id }) => `\`${id}\``).join(", ") || "none"],
    ["test files", String(folder.tests)],
  ];
  if (definition.docsUrl !== null) rows.push(["its own documentation", `<${definition.docsUrl}>`]);
  return markdownTable(["", ""], rows);
}

const MATURITY = {
  CONTRACT: "its published contract and a sandbox that speaks it, not a live account",
  RECORDED: "recorded exchanges",
  LIVE: "the live network",
} as const;

const UNITS = [
  ["day", 86_400_000],
  ["hour", 3_600_000],
  ["minute", 60_000],
  ["second", 1000],
] as const;

function limitText({ requests, intervalMs }: { requests: number; intervalMs: number }): string {
  for (const [unit, ms] of UNITS) {
    if (intervalMs % ms === 0) {
      const many = intervalMs / ms;
      return `${requests} requests ${many === 1 ? `a ${unit}` : `in ${many} ${unit}s`}`;
    }
  }
  return `${requests} requests in ${intervalMs} ms`;
}

function credentials({ credentialFields }: NetworkDescription): string {
  if (credentialFields.length === 0) return "None.";
  return markdownTable(
    ["field", "label", "secret", "required", "where to find it"],
    credentialFields.map(({ name, label, secret, required, help }) => [
      `\`${name}\``,
      label,
      secret ? "yes" : "no",
      required ? "yes" : "no",
      help,
    ]),
  );
}

interface Property {
  readonly description?: string;
  readonly default?: unknown;
}

function settings({ settingsSchema }: NetworkDescription): string {
  const { properties = {}, required = [] } = settingsSchema as {
    properties?: Readonly<Record<string, Property>>;
    required?: readonly string[];
  };
  const names = Object.keys(properties);
  if (names.length === 0) return "None.";
  return markdownTable(
    ["setting", "default", "meaning"],
    names.map((name) => {
      const property = properties[name] ?? {};
      const fallback = required.includes(name) ? "required" : defaultText(property.default);
      return [`\`${name}\``, fallback, property.description ?? ""];
    }),
  );
}

const defaultText = (value: unknown): string =>
  value === undefined ? "none" : `\`${JSON.stringify(value)}\``;

function policy({ policy: { maxAgeHours, withheldFields, disclosure, source } }: NetworkDescription): string {
  const age =
    maxAgeHours === null
      ? "Offers are shown for as long as the source lists them."
      : `An offer that has not been refreshed for ${maxAgeHours} hours is not shown by any query until it is.`;
  const fields =
    withheldFields.length === 0
      ? "No field is withheld."
      : `Never shown: ${withheldFields.map((field) => `\`${field}\``).join(", ")}.`;
  const sentence =
    disclosure === null ? "No disclosure is asked for." : `To be shown beside its offers: “${disclosure}”`;
  return [age, fields, sentence, `Source: ${source}`].map((line) => `- ${line}`).join("\n");
}

const cell = (text: string): string => text.replaceAll("|", "\\|").replace(/\s+/g, " ").trim();

function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.map(cell).join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

/** `docs/networks.md`: all networks and what they bring. */
export function overviewPage(networks: readonly DocumentedNetwork[]): string {
  const rows = networks.map(({ definition, folder, sandbox }) => {
    const [id = "", ...cells] = capabilityRow(describeNetwork(definition));
    return [`[${id}](networks/${id}.md)`, ...cells, String(sandbox.sources.length), String(folder.tests)];
  });
  return `<!-- Written by \`npm run generate\` from the networks' definitions. -->

# Networks

What each adapter brings. \`npx offers networks --capabilities\` prints the same table.

${markdownTable([...CAPABILITY_COLUMNS, "sandbox sources", "test files"], rows)}

- **proven against**: CONTRACT is the network's published contract and a [sandbox](sandboxes.md) that speaks it; RECORDED
  is recorded exchanges; LIVE is the network itself. Each network's page says what would raise it.
- **incremental**: an incremental run asks for what changed. A full listing follows, and only a complete listing removes.
- **shown for**: how long an offer is shown without having been refreshed, where the network's terms limit it.

A network that is not here is a folder away: [adding a network](adding-a-network.md). A partner with an ordinary REST API
or feed needs a settings document and no code: [generic feed](networks/generic-feed.md).
`;
}

const BEGIN = "<!-- networks: written by `npm run generate` -->";
const END = "<!-- /networks -->";

/** README with its list of networks made anew. */
export function readmeWithNetworks(readme: string, networks: readonly DocumentedNetwork[]): string {
  const [before, rest] = readme.split(BEGIN);
  const after = rest?.split(END)[1];
  if (before === undefined || after === undefined) throw new Error(`README.md has no ${BEGIN} … ${END}`);
  const rows = networks.map(({ definition }) => {
    const { capabilities } = definition;
    const kinds = (["products", "coupons", "deals", "programmes"] as const).filter(
      (kind) => capabilities[kind],
    );
    return [
      `[\`${definition.id}\`](docs/networks/${definition.id}.md)`,
      definition.name,
      kinds.join(", ") || "nothing",
      definition.retired ? `closed ${definition.retired.at}` : definition.maturity.toLowerCase(),
    ];
  });
  const table = markdownTable(["network", "name", "what it pulls", "proven against"], rows);
  return `${before}${BEGIN}\n\n${table}\n\n${END}${after}`;
}
