/** The credentials that the sandboxes accept, by network. They open nothing else. */
import { awinSandboxCredentials } from "../../shared/networks/awin/sandbox/credentials.ts";

export const sandboxCredentials = { awin: awinSandboxCredentials } as const;
