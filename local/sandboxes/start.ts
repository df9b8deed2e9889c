/** The sandboxes of all networks on one origin. */
import { type Sandboxes, type SandboxesOptions, startSandboxes } from "../../shared/sandbox/server.ts";
import { networkSandboxes } from "./registry.ts";

/** @throws when the address is taken */
export const startAllSandboxes = (options: Omit<SandboxesOptions, "sandboxes"> = {}): Promise<Sandboxes> =>
  startSandboxes({ ...options, sandboxes: networkSandboxes.map((sandbox) => sandbox.create()) });
