/** The stack's template, for tests: stage "test", nothing bundled. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Template } from "aws-cdk-lib/assertions";
import * as z from "zod";
import type { SynthOptions } from "./synth.ts";
import { synthesize } from "./synth.ts";

const resourceSchema = z.looseObject({
  Type: z.string(),
  Properties: z.record(z.string(), z.unknown()).default({}),
  Metadata: z.record(z.string(), z.unknown()).default({}),
  DeletionPolicy: z.string().optional(),
});

const templateSchema = z.looseObject({
  Resources: z.record(z.string(), resourceSchema),
  Outputs: z.record(z.string(), z.looseObject({ Value: z.unknown() })),
});

export type Resource = z.infer<typeof resourceSchema>;

/** A template with the questions that tests ask of it. */
export class SynthesizedTemplate {
  readonly resources: Readonly<Record<string, Resource>>;
  readonly outputs: Readonly<Record<string, unknown>>;
  readonly raw: Readonly<Record<string, unknown>>;
  /** The same, as CDK's own assertions see it. */
  readonly assertions: Template;

  constructor(raw: Readonly<Record<string, unknown>>) {
    const { Resources, Outputs } = templateSchema.parse(raw);
    this.raw = raw;
    this.assertions = Template.fromJSON({ ...raw });
    this.resources = Resources;
    this.outputs = Outputs;
  }

  ofType(type: string): [string, Resource][] {
    return Object.entries(this.resources).filter(([, resource]) => resource.Type === type);
  }

  /** The one resource of a type with a property of this value. */
  named(type: string, property: string, value: string): { id: string; properties: Record<string, unknown> } {
    const found = this.ofType(type).filter(([, { Properties }]) => Properties[property] === value);
    const [first] = found;
    if (first === undefined || found.length > 1) {
      throw new Error(`${found.length} resources of type ${type} have ${property} ${value}`);
    }
    return { id: first[0], properties: first[1].Properties };
  }

  /** One of the feed's functions, by its name after the prefix. */
  fn(name: string): { id: string; properties: Record<string, unknown> } {
    return this.named("AWS::Lambda::Function", "FunctionName", `offerfeed-test-${name}`);
  }
}

/** Synthesizes into a directory of its own and forgets it. */
export async function synthesized(options: Omit<SynthOptions, "outdir"> = {}): Promise<SynthesizedTemplate> {
  const outdir = await mkdtemp(join(tmpdir(), "offerfeed-synth-"));
  try {
    const { template } = await synthesize({ stage: "test", bundling: false, ...options, outdir });
    return new SynthesizedTemplate(template);
  } finally {
    await rm(outdir, { recursive: true, force: true });
  }
}
