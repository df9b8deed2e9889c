/** SaaSWiz, as admins and the API see it. */
import { probedDefinition } from "../../storefronts/probed/definition.ts";

export const definition = probedDefinition({
  id: "saaswiz",
  name: "SaaSWiz",
  maturityNote:
    "Nothing of the site is confirmed, not even that it is still open: what it runs on is found out. RECORDED needs its recorded answers; LIVE a week of syncs, and a click that its affiliate system counted.",
});
