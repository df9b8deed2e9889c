/** `npm run snapshot:schema`: keeps the schema as that of the version in package.json. */
import { copyFile, readFile } from "node:fs/promises";
import { join } from "node:path";

const root = join(import.meta.dirname, "../..");
const { version } = JSON.parse(await readFile(join(root, "package.json"), "utf8")) as {
  readonly version: string;
};
await copyFile(join(root, "graphql/schema.graphql"), join(import.meta.dirname, `${version}.graphql`));
