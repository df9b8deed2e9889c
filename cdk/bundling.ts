/** How functions are bundled. */
import { Code } from "aws-cdk-lib/aws-lambda";
import type { BundlingOptions, ICommandHooks } from "aws-cdk-lib/aws-lambda-nodejs";
import { LogLevel, OutputFormat, SourceMapMode } from "aws-cdk-lib/aws-lambda-nodejs";
import type { Construct } from "constructs";

/** Some libraries are CommonJS and ask for Node's own modules by `require`, which an ES module has to make itself. */
const REQUIRE_BANNER =
  'import { createRequire as makeRequire } from "node:module"; const require = makeRequire(import.meta.url);';

/**
 * The SDK's ways to sign in that no function uses: Lambda gives credentials by the environment, and the SDK imports
 * these only when that fails. Left out, they make every bundle some 130 KB smaller.
 */
const OTHER_SIGN_INS = [
  "@aws-sdk/credential-provider-http",
  "@aws-sdk/credential-provider-ini",
  "@aws-sdk/credential-provider-login",
  "@aws-sdk/credential-provider-process",
  "@aws-sdk/credential-provider-sso",
  "@aws-sdk/credential-provider-web-identity",
  "@aws-sdk/nested-clients",
  "@smithy/credential-provider-imds",
];

/** Context: leaves esbuild's account of each bundle beside it, as `index.meta.json`. */
export const METAFILE_CONTEXT = "bundle-metafile";

/** @param files of the project, from its root, that go beside the code */
export function bundling(scope: Construct, files: readonly string[] = []): BundlingOptions {
  return {
    format: OutputFormat.ESM,
    target: "node24",
    mainFields: ["module", "main"],
    banner: REQUIRE_BANNER,
    minify: true,
    // Tables of characters are longer in escapes. As an argument, since CDK takes the property `charset` and drops it.
    esbuildArgs: { "--charset": "utf8" },
    logLevel: LogLevel.WARNING,
    sourceMap: true,
    sourceMapMode: SourceMapMode.DEFAULT,
    sourcesContent: false,
    // The SDK that was tested is the SDK that runs, and it loads faster than the runtime's own copy.
    bundleAwsSDK: true,
    externalModules: OTHER_SIGN_INS,
    ...(files.length === 0 ? {} : { commandHooks: copying(files) }),
    metafile: scope.node.tryGetContext(METAFILE_CONTEXT) === true,
  };
}

const copying = (files: readonly string[]): ICommandHooks => ({
  beforeInstall: () => [],
  beforeBundling: () => [],
  afterBundling: (input, output) => files.map((file) => `cp "${input}/${file}" "${output}/"`),
});

/** Stands in for a bundle where only the template is wanted. */
export function unbundledCode(entry: string): Code {
  return Code.fromInline(`throw new Error("synthesized without bundling: run ${entry} from source");`);
}
