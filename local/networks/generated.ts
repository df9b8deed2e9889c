/** Everything that is written from the folders of `shared/networks`: code, documentation, README's list. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { format, resolveConfig } from "prettier";
import type { NetworkDefinition } from "../../shared/networks/adapter.ts";
import type { NetworkSandbox } from "../../shared/sandbox/sandbox.ts";
import { generatedCode } from "./code.ts";
import { NETWORKS, networkFolders, PROJECT_ROOT } from "./folders.ts";
import { type DocumentedNetwork, networkPage, overviewPage, readmeWithNetworks } from "./pages.ts";

/** Path → content, formatted as the rest of the project is. */
export async function generatedFiles(root: string = PROJECT_ROOT): Promise<ReadonlyMap<string, string>> {
  const folders = await networkFolders(root);
  const networks: DocumentedNetwork[] = [];
  for (const folder of folders) {
    const at = join(root, NETWORKS, folder.id);
    const { definition } = (await import(join(at, "definition.ts"))) as { definition: NetworkDefinition };
    const { sandbox } = (await import(join(at, "sandbox/index.ts"))) as { sandbox: NetworkSandbox };
    networks.push({ folder, definition, sandbox });
  }
  const files = new Map(
    generatedCode(
      folders,
      networks.map(({ definition }) => definition),
    ),
  );
  for (const network of networks) {
    files.set(`docs/networks/${network.folder.id}.md`, await networkPage(network, root));
  }
  files.set("docs/networks.md", overviewPage(networks));
  files.set("README.md", readmeWithNetworks(await readFile(join(root, "README.md"), "utf8"), networks));
  for (const [path, content] of files) {
    const options = await resolveConfig(join(root, path), { editorconfig: false });
    files.set(path, await format(content, { ...options, filepath: path }));
  }
  return files;
}
