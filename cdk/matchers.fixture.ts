/** CDK's template assertions as vitest matchers: `expect(stack).toHaveProperties("AWS::SQS::Queue", { … })`. */
import { expect } from "vitest";
import type { SynthesizedTemplate } from "./template.fixture.ts";

declare module "vitest" {
  interface Matchers<R extends void | Promise<void>, T> {
    /** A resource of the type whose properties hold these. */
    toHaveProperties(
      type: string,
      properties: Readonly<Record<string, unknown>>,
    ): T extends object ? R : never;
    /** A resource of the type that holds these: properties, policies, metadata. */
    toHaveResource(type: string, resource: Readonly<Record<string, unknown>>): T extends object ? R : never;
  }
}

/** What vitest wants of a matcher, from an assertion that throws. */
function outcome(assertion: () => void) {
  try {
    assertion();
    return { pass: true, message: () => "There is such a resource" };
  } catch (error) {
    return { pass: false, message: () => (error instanceof Error ? error.message : String(error)) };
  }
}

expect.extend({
  toHaveProperties: (
    stack: SynthesizedTemplate,
    type: string,
    properties: Readonly<Record<string, unknown>>,
  ) => outcome(() => stack.assertions.hasResourceProperties(type, properties)),
  toHaveResource: (stack: SynthesizedTemplate, type: string, resource: Readonly<Record<string, unknown>>) =>
    outcome(() => stack.assertions.hasResource(type, resource)),
});
