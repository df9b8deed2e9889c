/** APPSYNC_JS code outside of AppSync: as it is deployed, with AppSync's module handed to it. */
import { readFileSync } from "node:fs";
import { compileFunction } from "node:vm";

export interface AppsyncCode {
  request(ctx: object): { readonly operation: string; readonly payload: Readonly<Record<string, unknown>> };
  response(ctx: object): unknown;
}

/** What `util.error` makes; its name is the error's type. */
export class ResolverError extends Error {
  constructor(message: string, type: string) {
    super(message);
    this.name = type;
  }
}

/** @param onFilter told of each filter that the code sets on a subscription; null: none */
export function appsyncCode(
  text: string,
  onFilter: (filter: unknown) => void = () => undefined,
): AppsyncCode {
  const extensions = { setSubscriptionFilter: onFilter };
  const util = {
    error(message: string, type: string): never {
      throw new ResolverError(message, type);
    },
  };
  const body = text.replace(/^import .*$/m, "").replaceAll(/^export /gm, "");
  const code = compileFunction(`${body}; return { request, response };`, ["extensions", "util"]);
  return code(extensions, util) as AppsyncCode;
}

export const appsyncCodeText = (file: string): string => readFileSync(new URL(file, import.meta.url), "utf8");
