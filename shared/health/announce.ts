/** Telling of a source's changed health: an event on the bus for programs, a message through SNS for people. */
import type { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { PublishCommand, type SNSClient } from "@aws-sdk/client-sns";
import { putEvents } from "../publish/event-bus.ts";
import type { HealthState } from "./records.ts";

export const SOURCE_HEALTH_CHANGED = "SourceHealthChanged";

/** The detail of the event. */
export interface HealthChange {
  readonly sourceId: string;
  readonly networkId: string;
  readonly name: string;
  readonly sandbox: boolean;
  readonly from: HealthState;
  readonly to: HealthState;
  readonly reason: string;
  readonly since: string;
}

export interface AnnounceTargets {
  readonly eventBridge: EventBridgeClient;
  readonly busName: string;
  readonly sns: SNSClient;
  readonly topicArn: string;
}

/**
 * Tells of a change: first the bus, then people. When people cannot be told it throws; the next check tells both again,
 * so that the event may come twice and the message does not.
 */
export async function announceHealth(targets: AnnounceTargets, change: HealthChange): Promise<void> {
  await putEvents(targets.eventBridge, targets.busName, SOURCE_HEALTH_CHANGED, [JSON.stringify(change)]);
  if (!concernsPeople(change)) return;
  await targets.sns.send(
    new PublishCommand({
      TopicArn: targets.topicArn,
      Subject: subjectOf(change),
      Message: messageOf(change),
    }),
  );
}

/** Whoever switches a source off, or a good one on, knows it. */
const concernsPeople = ({ from, to }: HealthChange): boolean =>
  to !== "DISABLED" && !(from === "DISABLED" && to === "HEALTHY");

/** ASCII and at most 100 characters, as SNS wants it: an id has 48 at most. */
const subjectOf = ({ sourceId, to }: HealthChange): string =>
  to === "HEALTHY" ? `Offerfeed: ${sourceId} is healthy again` : `Offerfeed: ${sourceId} is ${to}`;

function messageOf({ sourceId, networkId, name, sandbox, from, to, reason, since }: HealthChange): string {
  const label = sandbox ? " (sandbox)" : "";
  return `Source ${sourceId}${label} (${name}, network ${networkId}) is ${to}; it was ${from}.

${reason}

Since: ${since}
All sources: offers health`;
}
