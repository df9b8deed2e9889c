/** Every network there is an adapter for. A fetch function imports its own adapter and not this. */
import type { NetworkAdapter } from "./adapter.ts";
import { awin } from "./awin/index.ts";
import { genericFeed } from "./generic-feed/index.ts";

export const adapters: readonly NetworkAdapter[] = [awin as NetworkAdapter, genericFeed as NetworkAdapter];
