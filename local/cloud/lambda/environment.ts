/** The environment a function sees: the template's variables and the runtime's own, nothing of this process. */

export interface EnvironmentInput {
  readonly functionName: string;
  readonly memoryMb: number;
  /** From the template, resolved. */
  readonly variables: Readonly<Record<string, string>>;
  /** Region, credentials and endpoints of the cloud. */
  readonly aws: Readonly<Record<string, string>>;
  readonly databaseUrl: string | null;
  /** Of the caller: the same for every function. */
  readonly extra: Readonly<Record<string, string>>;
  readonly taskRoot: string;
  readonly handler: string;
}

/** Read by Node at process start, with paths of Lambda's file system: without meaning for a thread of this process. */
const PROCESS_LEVEL = new Set(["NODE_OPTIONS", "NODE_EXTRA_CA_CERTS"]);

/**
 * All variables of a function. DATABASE_URL is given only to a function that the template gives a DATABASE_HOST, so a
 * missing wire is missing here too. AWS_EXECUTION_ENV is left out, which keeps tracers from looking for X-Ray.
 */
export function functionEnvironment(input: EnvironmentInput): Record<string, string> {
  const variables = Object.entries(input.variables).filter(([name]) => !PROCESS_LEVEL.has(name));
  const database = input.databaseUrl !== null && "DATABASE_HOST" in input.variables;
  return {
    ...Object.fromEntries(variables),
    ...input.aws,
    ...(database && { DATABASE_URL: input.databaseUrl ?? "" }),
    AWS_LAMBDA_FUNCTION_NAME: input.functionName,
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(input.memoryMb),
    AWS_LAMBDA_FUNCTION_VERSION: "$LATEST",
    AWS_LAMBDA_INITIALIZATION_TYPE: "on-demand",
    AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${input.functionName}`,
    AWS_LAMBDA_LOG_STREAM_NAME: "local",
    LAMBDA_TASK_ROOT: input.taskRoot,
    _HANDLER: input.handler,
    TZ: ":UTC",
    LANG: "en_US.UTF-8",
    ...input.extra,
  };
}
