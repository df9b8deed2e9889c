/** The typed client's generated half: the schema as types, and the operations in `client/operations` as documents. */
import { codegen } from "@graphql-codegen/core";
import * as typedDocumentNode from "@graphql-codegen/typed-document-node";
import * as typescript from "@graphql-codegen/typescript";
import * as typescriptOperations from "@graphql-codegen/typescript-operations";
import { typedDocumentString } from "@graphql-codegen/visitor-plugin-common";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { format, resolveConfig } from "prettier";
import { type DocumentNode, parse } from "../../graphql/graphql-js.ts";
import { prelude } from "../../graphql/prelude.ts";
import { PROJECT_ROOT } from "../networks/folders.ts";

const OPERATIONS = "client/operations";
const SCHEMA_TYPES = "client/generated/schema.ts";
const DOCUMENTS = "client/generated/operations.ts";

const NOTICE =
  "// Written by `npm run generate` from graphql/schema.graphql and client/operations. Do not edit.\n";

/** Enums as unions of strings: nothing at run time, and plain text fits. */
const CONFIG = {
  scalars: { ID: "string", AWSDateTime: "string", AWSURL: "string", AWSJSON: "string" },
  strictScalars: true,
  enumType: "string-literal",
  enumsAsTypes: true,
  immutableTypes: true,
  skipTypename: true,
  avoidOptionals: { field: true, object: true, inputValue: false },
  inputMaybeValue: "T | null | undefined",
  useTypeImports: true,
};

/** Path → content, formatted as the rest of the project is. */
export async function generatedClient(root: string = PROJECT_ROOT): Promise<ReadonlyMap<string, string>> {
  const schema = parse(`${prelude}\n${await readFile(join(root, "graphql/schema.graphql"), "utf8")}`);
  const documents = await operations(root);
  const files = new Map([
    [SCHEMA_TYPES, NOTICE + (await schemaTypes(schema))],
    [DOCUMENTS, NOTICE + (await documentTypes(schema, documents))],
  ]);
  for (const [path, content] of files) {
    const options = await resolveConfig(join(root, path), { editorconfig: false });
    files.set(path, await format(content, { ...options, filepath: path }));
  }
  return files;
}

interface Operations {
  readonly location: string;
  readonly document: DocumentNode;
}

async function operations(root: string): Promise<Operations[]> {
  const names = (await readdir(join(root, OPERATIONS))).filter((name) => name.endsWith(".graphql"));
  return Promise.all(
    names.toSorted().map(async (name) => ({
      location: join(OPERATIONS, name),
      document: parse(await readFile(join(root, OPERATIONS, name), "utf8")),
    })),
  );
}

const schemaTypes = (schema: DocumentNode): Promise<string> =>
  codegen({
    filename: SCHEMA_TYPES,
    schema,
    documents: [],
    config: CONFIG,
    plugins: [{ typescript: {} }],
    pluginMap: { typescript },
  });

/**
 * Documents as typed text, so that a browser needs no GraphQL parser. Codegen's own class for them is left out for
 * `client/document.ts`, which does the same without a further package's types.
 */
async function documentTypes(schema: DocumentNode, documents: Operations[]): Promise<string> {
  const text = await codegen({
    filename: DOCUMENTS,
    schema,
    documents,
    config: {
      ...CONFIG,
      documentMode: "string",
      importSchemaTypesFrom: SCHEMA_TYPES,
      importExtension: ".ts",
    },
    plugins: [{ typescriptOperations: {} }, { typedDocumentNode: {} }],
    pluginMap: { typescriptOperations, typedDocumentNode },
  });
  return `import { TypedDocumentString } from "../document.ts";\n${text
    .replace(typedDocumentString.template, "")
    .replace(/^import type \{ DocumentTypeDecoration \}.*$/m, "")}`;
}
