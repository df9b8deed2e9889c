// Written by `npm run generate` from the folders of shared/networks; do not edit.

/** What every network is, without how to fetch from it: for the API, the command line and the documentation. */
import type { NetworkDefinition } from "./adapter.ts";
import { definition as awin } from "./awin/definition.ts";
import { definition as genericFeed } from "./generic-feed/definition.ts";
import { definition as shareasale } from "./shareasale/definition.ts";

export const definitions: readonly NetworkDefinition[] = [
  awin as NetworkDefinition,
  genericFeed as NetworkDefinition,
  shareasale as NetworkDefinition,
];
