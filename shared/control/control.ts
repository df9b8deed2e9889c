/** What admins do with sources and their runs. A mistake of theirs comes back as an answer, never as an exception. */
import type { LambdaClient } from "@aws-sdk/client-lambda";
import type { NetworkDefinition, SyncMode } from "../networks/adapter.ts";
import { CredentialsRefused } from "../networks/adapter.ts";
import { parseCredentials, parseSettings, SettingsInvalid } from "../sync/inputs.ts";
import type { RunRequest } from "../sync/run-context.ts";
import type { RunTask } from "../sources/new-run.ts";
import { sourceIdOfRun } from "../sources/items.ts";
import { startRun } from "../sync/start-run.ts";
import { done, type Outcome, refused } from "./outcome.ts";
import type { Source, SyncRun } from "../sources/records.ts";
import type { RunStore } from "../sources/run-store.ts";
import { nextRun, NO_SCHEDULE, parseSchedule, ScheduleInvalid } from "../sources/schedule-expression.ts";
import type { SourceSchedules } from "../sources/schedules.ts";
import type { SourceSecrets } from "../sources/secrets.ts";
import type { NewSourceRecord, SourceStore } from "../sources/store.ts";

export interface ControlTargets {
  readonly sources: SourceStore;
  readonly runs: RunStore;
  readonly secrets: SourceSecrets;
  readonly schedules: SourceSchedules;
  readonly lambda: LambdaClient;
  /** The ARN of a network's fetch function without the network's id. */
  readonly fetchFunctionArnPrefix: string;
  readonly definitions: readonly NetworkDefinition[];
  readonly now: () => Date;
}

export interface NewSource {
  readonly id: string;
  readonly networkId: string;
  readonly name: string;
  readonly settings?: unknown;
  readonly schedule?: string | null | undefined;
  readonly enabled?: boolean | null | undefined;
  readonly sandbox?: boolean | undefined;
}

/** Secret names, schedule names and offer ids are made of it. */
const SOURCE_ID = /^[a-z0-9][a-z0-9-]{0,46}[a-z0-9]$/;
const RFC_3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/i;
/** Secrets Manager reads a hyphen and six characters at the end of a name as part of its own ARN suffix. */
const LIKE_ARN_SUFFIX = /-[a-z0-9]{6}$/;

export class Control {
  readonly #targets: ControlTargets;

  constructor(targets: ControlTargets) {
    this.#targets = targets;
  }

  /** Begins a run and starts its function. @returns the run, RUNNING */
  async syncSource(sourceId: string, mode: SyncMode): Promise<Outcome<SyncRun>> {
    const source = await this.#targets.sources.get(sourceId);
    if (!source) return noSource(sourceId, "sourceId");
    if (source.schedule === NO_SCHEDULE) {
      const message = `Editors enter the offers of source "${sourceId}": there is nothing to sync.`;
      return refused("SOURCE_MANUAL", message, ["sourceId"]);
    }
    if (!source.enabled) {
      return refused("SOURCE_DISABLED", `Source "${sourceId}" is disabled: enable it first.`, ["sourceId"]);
    }
    return this.#start(source, mode, { task: "LIST" });
  }

  /** A run of the source whose function died is taken up again instead, whatever was asked: it holds the source. */
  async #start(source: Source, mode: SyncMode, task: RunTask): Promise<Outcome<SyncRun>> {
    const { runs, sources, now } = this.#targets;
    const begun = await runs.begin(source, mode, now(), task);
    if ("heldBy" in begun) {
      return refused("ALREADY_RUNNING", `Source "${source.id}" is being synced by run ${begun.heldBy}.`, [
        "sourceId",
      ]);
    }
    const stalled = "stalled" in begun;
    const { id } = stalled ? begun.stalled : begun.run;
    const leg = stalled ? await runs.died(begun.stalled, now()) : 1;
    if (leg === null) {
      return refused(
        "ALREADY_RUNNING",
        `Run ${id} of source "${source.id}" was given up just now: start again.`,
        ["sourceId"],
      );
    }
    try {
      await this.startRun(source, { sourceId: source.id, runId: id, leg });
    } catch (error) {
      await runs.interrupt(id, now(), "its function could not be started");
      throw error;
    }
    if (stalled && task.task !== "LIST") {
      return refused(
        "ALREADY_RUNNING",
        `Source "${source.id}" is being synced by run ${id}, which was resumed.`,
        ["sourceId"],
      );
    }
    const run = await sources.getRun(id);
    return run ? done(run) : refused("RUN_NOT_FOUND", `Run ${id} is gone.`);
  }

  /** Starts a fetch function of the source's network, without waiting for it. */
  async startRun(source: Source, request: RunRequest): Promise<void> {
    await startRun(this.#targets.lambda, this.#targets.fetchFunctionArnPrefix + source.networkId, request);
  }

  async cancelSync(runId: string): Promise<Outcome<SyncRun>> {
    const { runs, sources } = this.#targets;
    const run = await sources.getRun(runId);
    if (!run) return noRun(runId);
    const cancelled = await runs.requestCancel(runId);
    return cancelled
      ? done(cancelled)
      : refused("RUN_NOT_RUNNING", `Run ${runId} is ${run.status}: there is nothing to cancel.`, ["runId"]);
  }

  /** Carries out the removals of a HELD run, as a run of its own. @returns that run */
  async releaseHeldRun(runId: string): Promise<Outcome<SyncRun>> {
    const run = await this.#targets.sources.getRun(runId);
    if (!run) return noRun(runId);
    if (run.status !== "HELD")
      return refused("RUN_NOT_HELD", `Run ${runId} is ${run.status}, not HELD.`, ["runId"]);
    const source = await this.#targets.sources.get(sourceIdOfRun(runId));
    if (!source) return noSource(run.sourceId, "runId");
    if (source.lastRunId !== runId) {
      return refused(
        "RUN_OVERTAKEN",
        `Run ${runId} can no longer be released, since run ${source.lastRunId} has begun: sync the source again.`,
        ["runId"],
      );
    }
    return this.#start(source, run.mode, { task: "RELEASE", releases: runId });
  }

  /**
   * Takes every offer of a source back to what it was at an instant, as a run of its own.
   * @param to RFC 3339; not before the source was added, not in the future
   * @param dryRun true: the run only counts what it would do
   */
  async rollbackSource(
    sourceId: string,
    to: string,
    options: { readonly dryRun: boolean; readonly author: string },
  ): Promise<Outcome<SyncRun>> {
    const source = await this.#targets.sources.get(sourceId);
    if (!source) return noSource(sourceId, "sourceId");
    const instant = new Date(to);
    if (!RFC_3339.test(to) || Number.isNaN(instant.getTime())) {
      return refused("TIME_INVALID", `"${to}" is no time: write it as 2026-11-25T10:00:00Z.`, ["to"]);
    }
    if (instant > this.#targets.now()) {
      return refused("TIME_INVALID", `${to} lies ahead: a rollback goes to a time that has passed.`, ["to"]);
    }
    const { author, dryRun } = options;
    const rollback = { to: instant.toISOString(), author };
    return this.#start(source, "FULL", { task: "ROLLBACK", rollback, dryRun });
  }

  async addSource(input: NewSource): Promise<Outcome<Source>> {
    const { definitions, sources, schedules, now } = this.#targets;
    if (!SOURCE_ID.test(input.id) || LIKE_ARN_SUFFIX.test(input.id)) {
      return refused(
        "SOURCE_ID_INVALID",
        `"${input.id}" cannot be a source's id: use 2 to 48 lower-case letters, digits and hyphens, not ending in a hyphen and exactly six characters.`,
        ["input", "id"],
      );
    }
    const definition = definitions.find(({ id }) => id === input.networkId);
    if (!definition) {
      const known = definitions.map(({ id }) => id).join(", ");
      return refused("NETWORK_NOT_FOUND", `There is no network "${input.networkId}". Known: ${known}.`, [
        "input",
        "networkId",
      ]);
    }
    if (definition.retired) {
      return refused("NETWORK_RETIRED", definition.retired.message, ["input", "networkId"]);
    }
    const schedule = input.schedule ?? definition.defaultSchedule;
    try {
      const { kind } = parseSchedule(schedule);
      if ((kind === "none") !== (definition.entered === true)) throw new ScheduleInvalid(schedule);
      parseSettings(definition, input.settings, input.id);
    } catch (error) {
      if (error instanceof ScheduleInvalid)
        return refused("SCHEDULE_INVALID", error.message, ["input", "schedule"]);
      if (error instanceof SettingsInvalid)
        return refused("SETTINGS_INVALID", error.message, ["input", "settings"]);
      throw error;
    }
    const source: NewSourceRecord = {
      id: input.id,
      networkId: input.networkId,
      name: input.name.trim() || input.id,
      enabled: input.enabled ?? true,
      schedule,
      settings: input.settings ?? {},
      sandbox: input.sandbox ?? false,
      hasCredentials: false,
      // Few and chosen: each is news.
      announceFirstSync: definition.entered === true,
      createdAt: now().toISOString(),
    };
    const added = (await sources.add(source)) ? await sources.get(input.id) : null;
    if (!added) {
      return refused("SOURCE_EXISTS", `There is a source "${input.id}" already.`, ["input", "id"]);
    }
    await schedules.put(added);
    return done(added);
  }

  async setSourceEnabled(sourceId: string, enabled: boolean): Promise<Outcome<Source>> {
    const source = await this.#targets.sources.update(sourceId, { enabled });
    if (!source) return noSource(sourceId, "sourceId");
    await this.#targets.schedules.put(source);
    return done(source);
  }

  /** @param credentials an object with the network's credential fields; what is stored cannot be read back */
  async setSourceCredentials(sourceId: string, credentials: unknown): Promise<Outcome<Source>> {
    const { sources, secrets, definitions } = this.#targets;
    const source = await sources.get(sourceId);
    if (!source) return noSource(sourceId, "sourceId");
    const definition = definitions.find(({ id }) => id === source.networkId);
    if (!definition)
      return refused("NETWORK_NOT_FOUND", `There is no network "${source.networkId}" any more.`);
    if (typeof credentials !== "object" || credentials === null || Array.isArray(credentials)) {
      return refused("CREDENTIALS_INVALID", "Credentials are a JSON object of fields and values.", [
        "credentials",
      ]);
    }
    const given: Record<string, unknown> = { ...credentials };
    const names = definition.credentialFields.map(({ name }) => name);
    const unknown = Object.keys(given).filter((name) => !names.includes(name));
    if (unknown.length > 0) {
      return refused(
        "CREDENTIALS_INVALID",
        `${definition.name} has no credential ${unknown.join(", ")}. It takes: ${names.join(", ") || "none"}.`,
        ["credentials", unknown[0] ?? ""],
      );
    }
    try {
      parseCredentials(definition, given, sourceId);
    } catch (error) {
      if (error instanceof CredentialsRefused)
        return refused("CREDENTIALS_INVALID", error.message, ["credentials"]);
      throw error;
    }
    await secrets.put(sourceId, given);
    const updated = await sources.update(sourceId, { hasCredentials: true });
    return updated ? done(updated) : noSource(sourceId, "sourceId");
  }

  /**
   * Ends a source: its schedule and credentials go at once, its offers become tombstones in a last run, and then
   * the source itself is forgotten. Its offers' history stays.
   */
  async removeSource(sourceId: string): Promise<Outcome<Source>> {
    const { sources, schedules, secrets } = this.#targets;
    const source = await sources.get(sourceId);
    if (!source) return noSource(sourceId, "id");
    const started = await this.#start(source, "FULL", { task: "RETIRE" });
    if (!started.ok) return started;
    await schedules.remove(sourceId);
    await secrets.remove(sourceId);
    const disabled = await sources.update(sourceId, { enabled: false, hasCredentials: false });
    return done(disabled ?? { ...source, enabled: false, hasCredentials: false });
  }

  /** When the schedule starts the source next; null while it is disabled. */
  nextRunAt(source: Source, lastRun: SyncRun | null): Date | null {
    if (!source.enabled) return null;
    const since = lastRun?.startedAt ?? source.createdAt;
    return nextRun(source.schedule, new Date(since), this.#targets.now());
  }
}

const noSource = (sourceId: string, field: string): ReturnType<typeof refused> =>
  refused("SOURCE_NOT_FOUND", `There is no source "${sourceId}".`, [field]);

const noRun = (runId: string): ReturnType<typeof refused> =>
  refused("RUN_NOT_FOUND", `There is no run "${runId}".`, ["runId"]);
