/** Signs calls to AppSync with the function's own role, whose credentials the runtime keeps in its environment. */
import { type Sign, signer } from "../graphql/hosts/sigv4.ts";
import { optionalVariable, variable } from "./environment.ts";

export const signWithRole = (): Sign =>
  signer(variable("AWS_REGION"), async () => ({
    accessKeyId: variable("AWS_ACCESS_KEY_ID"),
    secretAccessKey: variable("AWS_SECRET_ACCESS_KEY"),
    sessionToken: optionalVariable("AWS_SESSION_TOKEN") ?? undefined,
  }));
