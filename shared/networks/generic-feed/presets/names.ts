/** The presets' names, apart from their content: the settings' schema needs no more. */
export const PRESET_NAMES = ["google-merchant-xml", "google-tsv", "meta-csv", "rss", "atom"] as const;
export type PresetName = (typeof PRESET_NAMES)[number];
