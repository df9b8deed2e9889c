import { awin } from "../../shared/networks/awin/index.ts";
import { fetchHandler } from "./handler.ts";

export const handler = fetchHandler(awin);
