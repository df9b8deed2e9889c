/** `npm run generate`: writes what is written from the folders of `shared/networks`, removing what is left of gone ones, and the typed client. */
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { generatedClient } from "../client/generated.ts";
import { PROJECT_ROOT } from "./folders.ts";
import { generatedFiles } from "./generated.ts";

const files = await generatedFiles();
for (const [path, content] of [...files, ...(await generatedClient())]) {
  const file = join(PROJECT_ROOT, path);
  await mkdir(dirname(file), { recursive: true });
  const before = await readFile(file, "utf8").catch(() => null);
  if (before !== content) await writeFile(file, content);
}
for (const name of await readdir(join(PROJECT_ROOT, "functions/fetch"))) {
  const path = `functions/fetch/${name}`;
  if (name !== "handler.ts" && !files.has(path)) await rm(join(PROJECT_ROOT, path));
}
for (const name of await readdir(join(PROJECT_ROOT, "docs/networks"))) {
  const path = `docs/networks/${name}`;
  if (!files.has(path)) await rm(join(PROJECT_ROOT, path));
}
