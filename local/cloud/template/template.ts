/** A synthesized CloudFormation template, read and checked. */
import { z } from "zod";
import { TemplateError } from "../errors.ts";

export interface Resource {
  readonly logicalId: string;
  readonly type: string;
  /** Unresolved: intrinsics are still in it. */
  readonly properties: Readonly<Record<string, unknown>>;
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly dependsOn: readonly string[];
  /** Name of the condition it hangs on. */
  readonly condition: string | null;
}

export interface Template {
  readonly resources: ReadonlyMap<string, Resource>;
  /** Name to unresolved value. */
  readonly outputs: ReadonlyMap<string, { readonly value: unknown; readonly condition: string | null }>;
  /** Name to default value. */
  readonly parameters: ReadonlyMap<string, unknown>;
  readonly conditions: ReadonlyMap<string, unknown>;
  readonly mappings: Readonly<Record<string, Record<string, Record<string, unknown>>>>;
}

const record = z.record(z.string(), z.unknown());
const schema = z.object({
  Resources: z.record(
    z.string(),
    z.object({
      Type: z.string(),
      Properties: record.default({}),
      Metadata: record.default({}),
      DependsOn: z.union([z.string(), z.array(z.string())]).optional(),
      Condition: z.string().optional(),
    }),
  ),
  Outputs: z
    .record(z.string(), z.object({ Value: z.unknown(), Condition: z.string().optional() }))
    .default({}),
  Parameters: z.record(z.string(), z.object({ Default: z.unknown().optional() })).default({}),
  Conditions: record.default({}),
  Mappings: z.record(z.string(), z.record(z.string(), record)).default({}),
  Transform: z.unknown().optional(),
});

/** @throws TemplateError for anything that is not a CloudFormation template, and for one with macros */
export function parseTemplate(input: unknown): Template {
  const parsed = schema.safeParse(input);
  if (!parsed.success)
    throw new TemplateError(`Not a CloudFormation template: ${z.prettifyError(parsed.error)}`);
  const { Resources, Outputs, Parameters, Conditions, Mappings, Transform } = parsed.data;
  if (Transform !== undefined)
    throw new TemplateError("The template has a Transform (macro), which only AWS can expand.");
  const resources = new Map<string, Resource>();
  for (const [logicalId, entry] of Object.entries(Resources)) {
    resources.set(logicalId, {
      logicalId,
      type: entry.Type,
      properties: entry.Properties,
      metadata: entry.Metadata,
      dependsOn: typeof entry.DependsOn === "string" ? [entry.DependsOn] : (entry.DependsOn ?? []),
      condition: entry.Condition ?? null,
    });
  }
  return {
    resources,
    outputs: new Map(
      Object.entries(Outputs).map(([name, output]) => [
        name,
        { value: output.Value, condition: output.Condition ?? null },
      ]),
    ),
    parameters: new Map(Object.entries(Parameters).map(([name, parameter]) => [name, parameter.Default])),
    conditions: new Map(Object.entries(Conditions)),
    mappings: Mappings,
  };
}
