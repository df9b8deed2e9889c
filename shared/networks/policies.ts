// Written by `npm run generate` from the folders of shared/networks; do not edit.

/** What each network's terms allow to be shown, by network: the policies of their definitions. */
import type { DisplayPolicy } from "./adapter.ts";

export const policies: Readonly<Record<string, DisplayPolicy>> = {
  awin: {
    maxAgeHours: null,
    withheldFields: [],
    disclosure: null,
    source: "Awin's publisher terms name no limit of age and no sentence of their own.",
  },
  "generic-feed": {
    maxAgeHours: null,
    withheldFields: [],
    disclosure: null,
    source: "The partner's own terms hold; the feed's formats state none.",
  },
  shareasale: {
    maxAgeHours: null,
    withheldFields: [],
    disclosure: null,
    source: "ShareASale's terms ended with it; Awin's hold for what moved there.",
  },
};
