/** SaaS Mantra: lifetime deals, read from whatever the site shows to machines. */
import { probedAdapter } from "../../storefronts/probed/adapter.ts";
import { definition } from "./definition.ts";

/** Which of them is the shop is not confirmed; and deals may move between its hosts and folders. */
export const adapter = probedAdapter(
  definition,
  ["https://saasmantra.com", "https://deals.saasmantra.com"],
  "slug",
);
