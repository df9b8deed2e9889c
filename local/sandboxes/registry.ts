// Written by `npm run generate` from the folders of shared/networks; do not edit.

/** The sandboxes of all networks, and the sources that a fresh local installation begins with. */
import type { NetworkSandbox } from "../../shared/sandbox/sandbox.ts";
import { sandbox as awin } from "../../shared/networks/awin/sandbox/index.ts";
import { sandbox as genericFeed } from "../../shared/networks/generic-feed/sandbox/index.ts";
import { sandbox as shareasale } from "../../shared/networks/shareasale/sandbox/index.ts";

export const networkSandboxes: readonly NetworkSandbox[] = [awin, genericFeed, shareasale];
