/** One feed, ready to read: its settings expanded and compiled once for a run. */
import type { FeedRecord } from "../../decoders/decoder.ts";
import { compileMap } from "./map/offer.ts";
import type { OfferMapper } from "./map/offer.ts";
import { configOf } from "./paging/config.ts";
import { expandPreset } from "./presets/expand.ts";
import type { FeedSettings } from "./settings.ts";
import { compileCondition } from "./template/template.ts";
import { compileTransformations } from "./transformations.ts";
import type { OfferMap } from "./map/fields.ts";

export interface Feed {
  /** The settings with their preset in them. */
  readonly settings: FeedSettings;
  readonly mapper: OfferMapper;
  /** True: the record is an offer's. */
  readonly keeps: (record: FeedRecord) => boolean;
  /** Null: records are mapped as they are. */
  readonly transform: ((record: FeedRecord) => FeedRecord) | null;
}

const compiled = new WeakMap<FeedSettings, Feed>();

/** The same settings object gives the same feed: nothing is compiled per record. */
export function feedOf(settings: FeedSettings): Feed {
  let feed = compiled.get(settings);
  if (feed === undefined) compiled.set(settings, (feed = compileFeed(settings)));
  return feed;
}

function compileFeed(given: FeedSettings): Feed {
  const settings = expandPreset(given);
  const condition = settings.record_selector?.record_filter?.condition;
  const config = configOf(settings.config);
  const holds = condition === undefined ? null : compileCondition(condition, ["record", "config"]);
  return {
    settings,
    mapper: compileMap(mapWithBrand(settings), {
      kind: settings.kind ?? "PRODUCT",
      currency: settings.currency ?? null,
      zone: settings.time_zone ?? "UTC",
      merchant:
        settings.merchant?.name === undefined
          ? null
          : { name: settings.merchant.name, url: settings.merchant.url ?? null },
      countries: settings.countries ?? [],
      languages: settings.languages ?? [],
      config,
      trackingParameters: Object.entries(settings.tracking_parameters ?? {}),
    }),
    keeps: holds === null ? () => true : (record) => holds({ record, config }),
    transform: compileTransformations(settings.transformations ?? [], config),
  };
}

function mapWithBrand(settings: FeedSettings): OfferMap {
  const map = settings.map ?? {};
  const brand = settings.merchant?.brand;
  return brand === undefined || map.merchant !== undefined ? map : { ...map, merchant: { name: brand } };
}
