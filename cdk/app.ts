/** What `cdk synth` and `cdk deploy` run. */
import { AwsSolutionsChecks } from "cdk-nag";
import { synthesize } from "./synth.ts";

await synthesize({ plugins: [new AwsSolutionsChecks()] });
