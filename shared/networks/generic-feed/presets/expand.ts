/** Presets: declarations that settings are laid over. */
import type { FeedSettings } from "../settings.ts";
import { googleMerchantXml, googleTsv, metaCsv } from "./google.ts";
import type { PresetName } from "./names.ts";
import { atom, rss } from "./syndication.ts";

const PRESETS: Readonly<Record<PresetName, FeedSettings>> = {
  "google-merchant-xml": googleMerchantXml,
  "google-tsv": googleTsv,
  "meta-csv": metaCsv,
  rss,
  atom,
};

/**
 * The whole declaration: the preset's, with the settings laid over it. A field of `map` replaces the preset's field;
 * a decoder of the same type changes only the options it names, one of another type replaces it.
 */
export function expandPreset(given: FeedSettings): FeedSettings {
  const settings = withId(given);
  if (settings.preset === undefined) return settings;
  const preset = PRESETS[settings.preset];
  const decoder =
    settings.decoder?.type === preset.decoder?.type
      ? { ...preset.decoder, ...settings.decoder }
      : settings.decoder;
  return {
    ...preset,
    ...settings,
    // Under a wrapper (a zip with a named entry) the preset's decoder is still the one inside.
    decoder: decoder === undefined ? preset.decoder : withInner(decoder as Decoder, preset.decoder),
    map: { ...preset.map, ...settings.map },
    record_selector: { ...preset.record_selector, ...settings.record_selector },
    snapshot: { ...preset.snapshot, ...settings.snapshot },
  };
}

/** The id out of the primary key, where the map gives none. */
function withId(settings: FeedSettings): FeedSettings {
  const { primary_key: key, map } = settings;
  if (key === undefined || map?.sourceOfferId !== undefined) return settings;
  const template = [key]
    .flat()
    .map((path) => `{{ record['${path}'] }}`)
    .join("-");
  return { ...settings, map: { ...map, sourceOfferId: { template } } };
}

type Decoder = NonNullable<FeedSettings["decoder"]>;

function withInner(decoder: Decoder, inner: Decoder | undefined): Decoder {
  if (!("decoder" in decoder || isWrapper(decoder)) || inner === undefined || isWrapper(inner))
    return decoder;
  return isWrapper(decoder) && decoder.decoder === undefined ? { ...decoder, decoder: inner } : decoder;
}

const isWrapper = (
  decoder: Decoder,
): decoder is Extract<Decoder, { type: "GzipDecoder" | "ZipfileDecoder" | "AutoDecoder" }> =>
  decoder.type === "GzipDecoder" || decoder.type === "ZipfileDecoder" || decoder.type === "AutoDecoder";
