import { genericFeed } from "../../shared/networks/generic-feed/index.ts";
import { fetchHandler } from "./handler.ts";

export const handler = fetchHandler(genericFeed);
