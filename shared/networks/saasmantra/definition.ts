/** SaaS Mantra, as admins and the API see it. */
import { probedDefinition } from "../../storefronts/probed/definition.ts";

export const definition = probedDefinition({
  id: "saasmantra",
  name: "SaaS Mantra",
  maturityNote:
    "The site publishes no contract: its pages' markup is an assumption. RECORDED needs its recorded pages, or a file by agreement; LIVE a week of syncs, and a click that its affiliate system counted.",
});
