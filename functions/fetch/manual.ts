// Written by `npm run generate` from the folders of shared/networks; do not edit.

import { adapter } from "../../shared/networks/manual/index.ts";
import { fetchHandler } from "./handler.ts";

export const handler = fetchHandler(adapter);
