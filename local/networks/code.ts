/** The source files that name every network, written from the list of their folders. */
import type { DisplayPolicy, NetworkDefinition } from "../../shared/networks/adapter.ts";
import { NETWORKS, type NetworkFolder } from "./folders.ts";

const HEAD = "// Written by `npm run generate` from the folders of shared/networks; do not edit.\n";

/** "generic-feed" → "genericFeed". */
const nameOf = (id: string): string => id.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());

/** Path → content. */
export function generatedCode(
  folders: readonly NetworkFolder[],
  networks: readonly NetworkDefinition[],
): ReadonlyMap<string, string> {
  const ids = folders.map(({ id }) => id);
  const files = new Map<string, string>([
    [`${NETWORKS}/registry.ts`, registry(ids)],
    [`${NETWORKS}/definitions.ts`, definitions(ids)],
    [`${NETWORKS}/policies.ts`, policies(networks)],
    [`${NETWORKS}/names.ts`, names(networks)],
    ["local/sandboxes/registry.ts", sandboxes(ids)],
    ["cdk/networks.ts", cdkNetworks(ids)],
  ]);
  for (const id of ids) files.set(`functions/fetch/${id}.ts`, fetchFunction(id));
  return files;
}

const registry = (ids: readonly string[]): string => `${HEAD}
/** The adapters by network, each loaded when it is asked for. A fetch function imports its own adapter and not this. */
import type { NetworkAdapter } from "./adapter.ts";

const LOADERS: Readonly<Record<string, () => Promise<NetworkAdapter>>> = {
${ids.map((id) => `  "${id}": async () => (await import("./${id}/index.ts")).adapter as NetworkAdapter,`).join("\n")}
};

export const networkIds: readonly string[] = Object.keys(LOADERS);

/** @returns null where there is no such network */
export async function loadAdapter(networkId: string): Promise<NetworkAdapter | null> {
  return Object.hasOwn(LOADERS, networkId) ? ((await LOADERS[networkId]?.()) ?? null) : null;
}
`;

const definitions = (ids: readonly string[]): string => `${HEAD}
/** What every network is, without how to fetch from it: for the API, the command line and the documentation. */
import type { NetworkDefinition } from "./adapter.ts";
${ids.map((id) => `import { definition as ${nameOf(id)} } from "./${id}/definition.ts";`).join("\n")}

export const definitions: readonly NetworkDefinition[] = [
${ids.map((id) => `  ${nameOf(id)} as NetworkDefinition,`).join("\n")}
];
`;

/** As data: whoever shows offers needs it, and none of the schemas that definitions bring along. */
const policies = (networks: readonly NetworkDefinition[]): string => `${HEAD}
/** What each network's terms allow to be shown, by network: the policies of their definitions. */
import type { DisplayPolicy } from "./adapter.ts";

export const policies: Readonly<Record<string, DisplayPolicy>> = ${JSON.stringify(
  Object.fromEntries(networks.map(({ id, policy }): [string, DisplayPolicy] => [id, policy])),
)};
`;

const names = (networks: readonly NetworkDefinition[]): string => `${HEAD}
/** What people call each network: the names of their definitions, without what else those bring along. */
export const networkNames: Readonly<Record<string, string>> = ${JSON.stringify(
  Object.fromEntries(networks.map(({ id, name }) => [id, name])),
)};
`;

const sandboxes = (ids: readonly string[]): string => `${HEAD}
/** The sandboxes of all networks, and the sources that a fresh local installation begins with. */
import type { NetworkSandbox } from "../../shared/sandbox/sandbox.ts";
${ids.map((id) => `import { sandbox as ${nameOf(id)} } from "../../${NETWORKS}/${id}/sandbox/index.ts";`).join("\n")}

export const networkSandboxes: readonly NetworkSandbox[] = [
${ids.map((id) => `  ${nameOf(id)},`).join("\n")}
];
`;

const cdkNetworks = (ids: readonly string[]): string => `${HEAD}
/**
 * The networks that get a fetch function: each id has its entry at \`functions/fetch/<id>.ts\`.
 *
 * A plain list, so that synthesizing the stack loads no adapter.
 */
export const networkIds = [
${ids.map((id) => `  "${id}",`).join("\n")}
] as const;

export type NetworkId = (typeof networkIds)[number];
`;

const fetchFunction = (id: string): string => `${HEAD}
import { adapter } from "../../${NETWORKS}/${id}/index.ts";
import { fetchHandler } from "./handler.ts";

export const handler = fetchHandler(adapter);
`;
