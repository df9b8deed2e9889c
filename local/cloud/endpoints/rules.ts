/** Rules of event buses: an event that fits a rule's pattern goes to its targets, functions or queues. */
import { compilePattern } from "../mappings/event-pattern.ts";
import type { RuleSpec } from "../template/properties.ts";
import type { BusEvent, EventBuses } from "./event-bridge.ts";

export interface RuleTargets {
  /** @returns when the target has taken the event */
  send(arn: string, event: string): Promise<void> | void;
  /** Told of a target that did not take an event: AWS would try again, and then give it up. */
  onFailure(error: unknown): void;
}

/** @throws CloudError for a pattern that is not emulated: at start, not at the first event */
export function startRules(buses: EventBuses, rules: readonly RuleSpec[], targets: RuleTargets): void {
  const compiled = rules.map((rule) => ({ ...rule, matches: compilePattern(rule.pattern) }));
  buses.on("event", ({ bus, ...event }: BusEvent) => {
    const fitting = compiled.filter((rule) => rule.bus === bus && rule.matches(event));
    for (const arn of fitting.flatMap((rule) => rule.targets)) void sent(targets, arn, JSON.stringify(event));
  });
}

async function sent(targets: RuleTargets, arn: string, event: string): Promise<void> {
  try {
    await targets.send(arn, event);
  } catch (error) {
    targets.onFailure(error);
  }
}
