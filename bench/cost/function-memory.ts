/** The memory of each function, as the synthesized template gives it. */
import * as z from "zod";
import { ENTRY_METADATA } from "../../cdk/function.ts";

const templateSchema = z.looseObject({
  Resources: z.record(
    z.string(),
    z.looseObject({ Metadata: z.looseObject({}).optional(), Properties: z.looseObject({}).optional() }),
  ),
});
const functionSchema = z.looseObject({
  FunctionName: z.string(),
  MemorySize: z.number(),
  Architectures: z.tuple([z.literal("arm64")]),
});

/**
 * @returns MB by a function's name
 * @throws ZodError when a function is not on arm64: the prices are arm64's
 */
export function functionMemory(template: object): (functionName: string) => number {
  const memory = new Map<string, number>();
  for (const { Metadata, Properties } of Object.values(templateSchema.parse(template).Resources)) {
    // CDK's own helpers are functions too, and no part of the feed.
    if (Metadata?.[ENTRY_METADATA] === undefined) continue;
    const { FunctionName, MemorySize } = functionSchema.parse(Properties);
    memory.set(FunctionName, MemorySize);
  }
  return (functionName) => {
    const found = memory.get(functionName);
    if (found === undefined) throw new Error(`The template has no function ${functionName}.`);
    return found;
  };
}
