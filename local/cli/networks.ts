/** `offers networks`: what each network needs and how far its adapter is proven. */
import type { Command } from "commander";
import { describeNetwork } from "../../shared/networks/catalogue.ts";
import { adapters } from "../../shared/networks/registry.ts";
import { print, printJson, table } from "./output.ts";

export function addNetworksCommand(program: Command): void {
  program
    .command("networks [network]")
    .description("the networks, their credential fields and settings")
    .option("--json", "as JSON, with the settings' JSON Schema")
    .action((id: string | undefined, options: { json?: boolean }) => {
      const networks = adapters
        .filter((adapter) => id === undefined || adapter.id === id)
        .map(describeNetwork);
      if (options.json) return printJson(networks);
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
