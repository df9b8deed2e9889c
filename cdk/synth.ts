/** Turns the stack into a CloudFormation template: for the CDK command line and for the local cloud alike. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { IPolicyValidationPlugin } from "aws-cdk-lib";
import { App, Validations } from "aws-cdk-lib";
import * as z from "zod";
import type { GraphqlSource } from "./api.ts";
import { readSettings } from "./settings.ts";
import { OfferfeedStack } from "./stack.ts";

const PROJECT_ROOT = join(import.meta.dirname, "..");

/** CDK's own switch: which stacks' functions are bundled. */
const BUNDLING_STACKS = "aws:cdk:bundling-stacks";

export interface SynthOptions {
  /** Directory for the cloud assembly. Default: where the CDK command line says, else a temporary one. */
  readonly outdir?: string;
  /** Default: context `stage`, else "prod". */
  readonly stage?: string;
  /** False: functions get no code, which makes synthesis quick and esbuild unneeded. Default: context `bundling`, else true. */
  readonly bundling?: boolean;
  /** More context, over what the command line and cdk.json say. */
  readonly context?: Readonly<Record<string, unknown>>;
  /** Checks that end the synthesis when they find something. */
  readonly plugins?: readonly IPolicyValidationPlugin[];
}

export interface Synthesized {
  readonly templatePath: string;
  readonly template: Readonly<Record<string, unknown>>;
}

/**
 * Synthesizes the feed's one stack.
 *
 * @throws Error when a setting cannot be used, an entry cannot be bundled, or a check finds something
 */
export async function synthesize(options: SynthOptions = {}): Promise<Synthesized> {
  const [context, graphql] = await Promise.all([projectContext(), graphqlSource()]);
  const app = new App({
    ...(options.outdir === undefined ? {} : { outdir: options.outdir }),
    context,
    postCliContext: {
      ...options.context,
      ...(options.stage === undefined ? {} : { stage: options.stage }),
    },
    // No CDK metadata resource: the template holds the feed and nothing else.
    analyticsReporting: false,
    // CDK's check of the template takes longer than the rest: for what may be deployed, not for every local start.
    builtinCloudFormationValidation: options.bundling !== false || options.plugins !== undefined,
  });
  const bundle = options.bundling ?? String(app.node.tryGetContext("bundling")) !== "false";
  if (!bundle) app.node.setContext(BUNDLING_STACKS, []);
  if (options.plugins !== undefined) Validations.of(app).addPlugins(...options.plugins);

  const settings = readSettings(app.node);
  const stack = new OfferfeedStack(app, `Offerfeed-${settings.stage}`, {
    description: `Offerfeed (${settings.stage}): a self-updating affiliate offer feed`,
    settings,
    graphql,
  });
  const artifact = app.synth().getStackArtifact(stack.artifactId);
  return { templatePath: artifact.templateFullPath, template: artifact.template as Record<string, unknown> };
}

/** The feature flags of cdk.json: the command line reads them by itself, everybody else gets them from here. */
async function projectContext(): Promise<Record<string, unknown>> {
  const text = await readFile(join(PROJECT_ROOT, "cdk.json"), "utf8");
  return z.object({ context: z.record(z.string(), z.unknown()) }).parse(JSON.parse(text)).context;
}

async function graphqlSource(): Promise<GraphqlSource> {
  const [sdl, { fieldHosts }] = await Promise.all([
    readFile(join(PROJECT_ROOT, "graphql/schema.graphql"), "utf8"),
    import("../graphql/field-hosts.ts"),
  ]);
  return { sdl, fieldHosts };
}
