/** How the REST API reaches GraphQL: in the same process, or over HTTP. */

export interface GraphqlOperation {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

export interface GraphqlError {
  /** `extensions.code` of Apollo Server, `errorType` of AppSync. */
  readonly code: string;
  readonly message: string;
}

export interface GraphqlAnswer {
  readonly data: Readonly<Record<string, unknown>> | null;
  readonly errors: readonly GraphqlError[];
  /** The header `Retry-After`, where it came with the answer. */
  readonly retryAfter: string | null;
}

/** Runs an operation as the caller of one request. */
export type Execute = (operation: GraphqlOperation) => Promise<GraphqlAnswer>;
