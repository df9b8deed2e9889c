/** SaaSWiz: lifetime deals, read from whatever the site shows to machines. */
import { probedAdapter } from "../../storefronts/probed/adapter.ts";
import { definition } from "./definition.ts";

export const adapter = probedAdapter(definition, ["https://saaswiz.com"], "markup");
