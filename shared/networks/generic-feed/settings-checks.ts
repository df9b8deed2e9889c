/** What the parts of a settings document have to do with each other. */
import type * as z from "zod";
import { closest } from "../../settings/strict.ts";
import { credentialNames } from "./credentials.ts";
import { configOf } from "./paging/config.ts";
import { narrows } from "./paging/incremental.ts";
import { parentsOf } from "./paging/partitions.ts";
import { isPaged, isWalked } from "./paging/shape.ts";
import { PRESET_NAMES } from "./presets/names.ts";
import type { FeedSettings, StreamSettings } from "./settings.ts";
import { configKeysIn } from "./template/template.ts";

type Issue = (path: (string | number)[], message: string) => void;

export function checkSettings(settings: FeedSettings, context: z.core.$RefinementCtx<FeedSettings>): void {
  const issue: Issue = (path, message) =>
    context.issues.push({ code: "custom", path, message, input: settings });
  if (settings.url !== undefined && settings.requester?.url !== undefined) {
    issue(["url"], "is short for requester.url: set one of the two");
  }
  if (settings.http_validators === true && isWalked(settings)) {
    issue(["http_validators"], "is for a feed of one file: these settings ask for several answers");
  }
  checkStream(settings, [], issue);
  for (const [place, stream] of (settings.streams ?? []).entries()) {
    checkStream(stream, ["streams", place], issue);
  }
  checkStreamNames(settings, issue);
  checkCount(settings, issue);
  checkConfig(settings, issue);
  checkMap(settings, issue);
}

function checkStream(stream: StreamSettings, path: (string | number)[], issue: Issue): void {
  const { paginator, incremental_sync: incremental, requester, decoder } = stream;
  const asking = JSON.stringify(requester ?? {});
  if (
    paginator?.type === "DefaultPaginator" &&
    paginator.pagination_strategy.type !== "LinkPagination" &&
    paginator.page_token_option === undefined &&
    !/\bnext_page_token\b/.test(asking)
  ) {
    issue(
      [...path, "paginator", "page_token_option"],
      "is needed: where the page's number, offset or token goes",
    );
  }
  if (isPaged(stream) && (decoder?.type === "GzipDecoder" || decoder?.type === "ZipfileDecoder")) {
    issue(
      [...path, "decoder"],
      "archives are read as files: leave out paginator, error_handler, response_fields and is_data_feed",
    );
  }
  if (
    decoder?.type === "JsonItemsDecoder" &&
    (stream.record_selector?.extractor?.field_path.length ?? 0) > 0
  ) {
    issue(
      [...path, "decoder", "items_path"],
      "is short for record_selector.extractor.field_path: set one of the two",
    );
  }
  if (incremental !== undefined && !narrows(incremental) && !/\bstream_interval\b/.test(asking)) {
    issue(
      [...path, "incremental_sync"],
      "needs start_time_option, is_data_feed or is_client_side_incremental: else everything would be asked for",
    );
  }
  if (incremental === undefined && /\bstream_interval\b/.test(asking)) {
    issue([...path, "requester"], "reads stream_interval, which only incremental_sync gives");
  }
}

function checkStreamNames(settings: FeedSettings, issue: Issue): void {
  const streams = settings.streams ?? [];
  const names = streams.map(({ name }) => name);
  const twice = names.findIndex((name, place) => names.indexOf(name) < place);
  if (twice >= 0) issue(["streams", twice, "name"], `"${names[twice]}" is the name of another stream too`);
  const check = (wanted: string, path: (string | number)[]): void => {
    if (names.includes(wanted)) return;
    const meant = closest(wanted, names);
    issue(
      path,
      `names the stream "${wanted}", and streams has ${names.join(", ") || "none"}${meant === null ? "" : `: did you mean "${meant}"?`}`,
    );
  };
  for (const name of parentsOf(settings.partition_router)) check(name, ["partition_router"]);
  for (const [place, join] of (settings.joins ?? []).entries())
    check(join.stream, ["joins", place, "stream"]);
  for (const [place, { partition_router }] of streams.entries()) {
    for (const name of parentsOf(partition_router)) check(name, ["streams", place, "partition_router"]);
  }
  const circle = streams.findIndex(({ name }) => leadsBack(name, settings, new Set()));
  if (circle >= 0) issue(["streams", circle, "partition_router"], "leads back to the stream itself");
}

function leadsBack(name: string, settings: FeedSettings, seen: Set<string>, wanted = name): boolean {
  const parents = parentsOf(settings.streams?.find((each) => each.name === name)?.partition_router);
  return parents.some((parent) => {
    if (parent === wanted) return true;
    if (seen.has(parent)) return false;
    seen.add(parent);
    return leadsBack(parent, settings, seen, wanted);
  });
}

/** The ids that are held say how far the last run came: they must be the numbers. */
function checkCount({ incremental_sync: incremental, map, primary_key }: FeedSettings, issue: Issue): void {
  if (incremental?.type !== "IncrementingCountCursor") return;
  const id = map?.sourceOfferId ?? (primary_key === undefined ? null : [primary_key].flat().join());
  if (id === incremental.cursor_field) return;
  issue(
    ["incremental_sync", "cursor_field"],
    "must be the path that map.sourceOfferId has: the highest id that is held tells how far the last run came",
  );
}

/** What becomes part of records is kept, so no template of it may read credentials. */
function checkConfig(settings: FeedSettings, issue: Issue): void {
  const known = configOf(settings.config);
  const check = (name: string, part: unknown, isRefused: (key: string) => boolean): void => {
    for (const key of new Set(configKeysIn((JSON.stringify(part) ?? "").replaceAll('\\"', '"')))) {
      if (Object.hasOwn(known, key) || !isRefused(key)) continue;
      issue([name], `reads config['${key}'], which is not under config: offers never hold credentials`);
    }
  };
  check("map", [settings.map, settings.transformations, settings.record_selector], () => true);
  const isCredential = (key: string): boolean => credentialNames.has(key);
  check("partition_router", settings.partition_router, isCredential);
  check("incremental_sync", settings.incremental_sync, isCredential);
  check(
    "streams",
    settings.streams?.map((stream) => ({ ...stream, requester: undefined })),
    isCredential,
  );
}

function checkMap({ preset, map, primary_key }: FeedSettings, issue: Issue): void {
  if (preset !== undefined) return;
  if (map === undefined) return issue(["map"], `is needed, or a preset: ${PRESET_NAMES.join(", ")}`);
  if (map.sourceOfferId === undefined && primary_key === undefined) {
    issue(["map", "sourceOfferId"], "is needed: the path of the record's own id");
  }
  if (map.title === undefined) issue(["map", "title"], "is needed: the path of the record's title");
  if (map.trackingUrl === undefined && map.url === undefined) {
    issue(["map", "trackingUrl"], "is needed (or map.url): the path of the record's link");
  }
}
