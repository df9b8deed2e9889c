/** What admins do about webhooks. A mistake of theirs comes back as an answer, never as an exception. */
import { InvokeCommand, type LambdaClient } from "@aws-sdk/client-lambda";
import { randomBytes } from "node:crypto";
import * as z from "zod";
import { done, type Outcome, refused } from "../control/outcome.ts";
import type { EgressPolicy } from "../http/egress.ts";
import { cursorSince, readChangesSince } from "../readmodel/cursor.ts";
import { BadCursor, InvalidFilter } from "../readmodel/errors.ts";
import type { OfferFilter } from "../readmodel/filter.ts";
import { matcher } from "../readmodel/matches.ts";
import { problemWith } from "./address.ts";
import { type Delivery, MOST_WEBHOOKS, type Webhook } from "./records.ts";
import { WORKING } from "./retry-plan.ts";
import { newSecret, type WebhookSecrets } from "./secrets.ts";
import type { WebhookStore } from "./store.ts";

/** As `since`: begin at the first change ever. */
export const FROM_START = "start";

type Optional<T> = T | null | undefined;

export interface WebhookInput {
  readonly url: string;
  readonly description?: Optional<string>;
  /** Which changes; all when left out. */
  readonly filter?: Optional<OfferFilter>;
  /** A cursor of the change log, or "start"; what comes from now on when left out. */
  readonly since?: Optional<string>;
}

/** The secret is told once, here, and by nobody else ever. */
export interface WebhookWithSecret {
  readonly webhook: Webhook;
  readonly secret: string;
}

export interface WebhookControlTargets {
  readonly store: WebhookStore;
  readonly secrets: WebhookSecrets;
  readonly lambda: LambdaClient;
  readonly deliverFunctionArn: string;
  readonly policy: EgressPolicy;
  readonly now: () => Date;
}

const LONGEST_DESCRIPTION = 500;

/** The ping could not even be tried. */
export class PingBroken extends Error {
  override readonly name = "PingBroken";
}

export class WebhookControl {
  readonly #targets: WebhookControlTargets;

  constructor(targets: WebhookControlTargets) {
    this.#targets = targets;
  }

  list(): Promise<Webhook[]> {
    return this.#targets.store.list();
  }

  get(id: string): Promise<Webhook | null> {
    return this.#targets.store.get(id);
  }

  /** The newest first. */
  deliveries(id: string, first: number): Promise<Delivery[]> {
    return this.#targets.store.deliveries(id, first);
  }

  async add(input: WebhookInput, author: string): Promise<Outcome<WebhookWithSecret>> {
    const { store, secrets } = this.#targets;
    const now = this.#targets.now();
    const problem = this.#problemWith(input, now);
    if (problem) return problem;
    if ((await store.list()).length >= MOST_WEBHOOKS)
      return refused(
        "TOO_MANY_WEBHOOKS",
        `There are ${MOST_WEBHOOKS} webhooks already, and no more are served. Remove one, or let one service hand on to others.`,
      );
    const webhook: Webhook = {
      id: `wh_${randomBytes(10).toString("hex")}`,
      url: input.url,
      description: input.description ?? null,
      filter: given(input.filter),
      enabled: true,
      disabledReason: null,
      createdAt: now.toISOString(),
      createdBy: author,
      ...beginning(input.since, now),
      secretRotatedAt: null,
      ...WORKING,
      lastDelivery: null,
    };
    const secret = newSecret();
    // First, so that there is no webhook without one.
    await secrets.put(webhook.id, secret);
    await store.add(webhook);
    if (isGiven(input.since)) await this.#wake();
    return done({ webhook, secret });
  }

  /** What is left out stays; null gives a description or filter up. A new address is tried at once. */
  async update(id: string, input: Partial<WebhookInput>): Promise<Outcome<Webhook>> {
    const { store } = this.#targets;
    const now = this.#targets.now();
    const problem = this.#problemWith(input, now);
    if (problem) return problem;
    const values: Partial<Webhook> = {
      ...(input.url === undefined ? {} : { url: input.url, ...WORKING }),
      ...(input.description === undefined ? {} : { description: input.description }),
      ...(input.filter === undefined ? {} : { filter: given(input.filter), retriedChanges: null }),
      ...(isGiven(input.since) ? beginning(input.since, now) : {}),
    };
    const updated = Object.keys(values).length === 0 ? await store.get(id) : await store.update(id, values);
    if (!updated) return noWebhook(id);
    if (values.url !== undefined || isGiven(input.since)) await this.#wake();
    return done(updated);
  }

  /** The secret before it signs too for a day. */
  async rotateSecret(id: string): Promise<Outcome<WebhookWithSecret>> {
    const { store, secrets, now } = this.#targets;
    // First: whoever delivers in between signs with one secret too many, instead of with one too few.
    const webhook = await store.update(id, { secretRotatedAt: now().toISOString() });
    if (!webhook) return noWebhook(id);
    const secret = newSecret();
    await secrets.put(id, secret);
    return done({ webhook, secret });
  }

  /** Enabled, it goes on where it was, and is tried at once. */
  async setEnabled(id: string, enabled: boolean, author: string): Promise<Outcome<Webhook>> {
    const values: Partial<Webhook> = enabled
      ? { enabled, disabledReason: null, ...WORKING }
      : { enabled, disabledReason: `Switched off by ${author}.`, nextAttemptAt: null };
    const webhook = await this.#targets.store.update(id, values);
    if (!webhook) return noWebhook(id);
    if (enabled) await this.#wake();
    return done(webhook);
  }

  async remove(id: string): Promise<Outcome<Webhook>> {
    const { store, secrets } = this.#targets;
    const webhook = await store.get(id);
    if (!webhook) return noWebhook(id);
    await store.remove(id);
    await secrets.remove(id);
    return done(webhook);
  }

  /**
   * Posts a ping and waits for what comes of it, at most ten seconds.
   * @throws PingBroken when it could not be posted for a reason of ours
   */
  async test(id: string): Promise<Outcome<{ readonly webhook: Webhook; readonly delivery: Delivery }>> {
    const { store, lambda, deliverFunctionArn } = this.#targets;
    const webhook = await store.get(id);
    if (!webhook) return noWebhook(id);
    const answer = await lambda.send(
      new InvokeCommand({ FunctionName: deliverFunctionArn, Payload: JSON.stringify({ ping: id }) }),
    );
    const payload: unknown = JSON.parse(Buffer.from(answer.Payload ?? []).toString("utf8") || "null");
    if (answer.FunctionError !== undefined) {
      const { errorMessage } = z
        .object({ errorMessage: z.string().default("no reason given") })
        .parse(payload);
      throw new PingBroken(`The ping broke off: ${errorMessage}`);
    }
    return payload === null ? noWebhook(id) : done({ webhook, delivery: payload as Delivery });
  }

  /** Has webhooks served now: the next event or minute would, too. */
  async #wake(): Promise<void> {
    const { lambda, deliverFunctionArn: FunctionName } = this.#targets;
    await lambda.send(new InvokeCommand({ FunctionName, InvocationType: "Event", Payload: "{}" }));
  }

  #problemWith(
    { url, description, filter, since }: Partial<WebhookInput>,
    now: Date,
  ): ReturnType<typeof refused> | null {
    const address = url === undefined ? null : problemWith(url, this.#targets.policy);
    if (address !== null) return refused("WEBHOOK_URL_INVALID", address, ["url"]);
    if ((description ?? "").length > LONGEST_DESCRIPTION)
      return refused("DESCRIPTION_TOO_LONG", `A description has at most ${LONGEST_DESCRIPTION} characters.`, [
        "description",
      ]);
    try {
      matcher(filter ?? {}, now);
      if (isGiven(since) && since !== FROM_START) readChangesSince(since);
    } catch (error) {
      if (error instanceof InvalidFilter) return refused("FILTER_INVALID", error.message, ["filter"]);
      if (error instanceof BadCursor)
        return refused("CURSOR_INVALID", `${error.message} “${FROM_START}” begins at the first change.`, [
          "since",
        ]);
      throw error;
    }
    return null;
  }
}

const isGiven = <T>(value: Optional<T>): value is T => value !== null && value !== undefined;

/** Without what asks for nothing. */
const given = (filter: Optional<OfferFilter>): OfferFilter =>
  Object.fromEntries(Object.entries(filter ?? {}).filter(([, value]) => isGiven(value)));

/** A time that is before every change. */
const LONG_AGO = "1970-01-02T00:00:00.000Z";

function beginning(since: Optional<string>, now: Date): Pick<Webhook, "cursor" | "deliveredUntil"> {
  if (since === FROM_START) return { cursor: null, deliveredUntil: LONG_AGO };
  const at = now.toISOString();
  if (!isGiven(since)) return { cursor: cursorSince(at), deliveredUntil: at };
  const cursor = readChangesSince(since);
  return { cursor: since, deliveredUntil: "t" in cursor ? cursor.t : LONG_AGO };
}

const noWebhook = (id: string): ReturnType<typeof refused> =>
  refused("WEBHOOK_NOT_FOUND", `There is no webhook "${id}".`, ["id"]);
