/** Every route of the REST API, below `/api`. */
import type { Route } from "./route.ts";
import { changeRoutes } from "./routes/changes.ts";
import { curationRoutes } from "./routes/curation.ts";
import { exportRoutes } from "./routes/exports.ts";
import { offerRoutes } from "./routes/offers.ts";
import { sourceRoutes } from "./routes/sources.ts";
import { statisticsRoutes } from "./routes/statistics.ts";
import { syncRoutes } from "./routes/sync.ts";

export const routes: readonly Route[] = [
  ...offerRoutes,
  ...changeRoutes,
  ...exportRoutes,
  ...statisticsRoutes,
  ...curationRoutes,
  ...sourceRoutes,
  ...syncRoutes,
];
