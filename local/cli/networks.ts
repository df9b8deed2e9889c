/** `offers networks`: what each network needs and how far its adapter is proven. */
import type { Command } from "commander";
import { CAPABILITY_COLUMNS, capabilityRow } from "../../shared/networks/capability-table.ts";
import { describeNetwork } from "../../shared/networks/catalogue.ts";
import { definitions } from "../../shared/networks/definitions.ts";
import { print, printJson, table } from "./output.ts";

export function addNetworksCommand(program: Command): void {
  program
    .command("networks [network]")
    .description("the networks, their credential fields and settings")
    .option("--capabilities", "what each network brings, as a table")
    .option("--json", "as JSON, with the settings' JSON Schema")
    .action((id: string | undefined, options: { json?: boolean; capabilities?: boolean }) => {
      const networks = definitions
        .filter((definition) => id === undefined || definition.id === id)
        .map(describeNetwork);
      if (options.json) return printJson(networks);
      if (options.capabilities) return print(table(CAPABILITY_COLUMNS, networks.map(capabilityRow)));
      print(
        table(
          ["network", "name", "maturity", "schedule", "credentials"],
          networks.map((network) => [
            network.id,
            network.name,
            network.maturity,
            network.defaultSchedule,
            network.credentialFields
              .map((field) => `${field.name}${field.required ? "" : " (optional)"}: ${field.help}`)
              .join("\n") || "none",
          ]),
        ),
      );
    });
}
