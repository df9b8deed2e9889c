/** Operations as text that knows the types of its result and variables. */

/**
 * A GraphQL operation. graphql-codegen's `documentMode: "string"` makes the same, so operations of your own that are
 * generated that way fit wherever these do; other clients (urql, graphql-request) read the types too.
 */
export class TypedDocumentString<Result, Variables> extends String {
  /** Types only: never set. */
  declare readonly __apiType?: (variables: Variables) => Result;
  readonly meta: unknown;

  /** @param meta what codegen knows of the document, such as a fragment's name */
  constructor(text: string, meta?: unknown) {
    super(text);
    this.meta = meta;
  }

  override toString(): string {
    return this.valueOf();
  }
}

/** Anything whose text is the operation and whose type says what goes in and comes out. */
export interface TypedDocument<Result, Variables> {
  readonly __apiType?: (variables: Variables) => Result;
  toString(): string;
}

/** What an operation answers. */
export type ResultOf<Document> =
  Document extends TypedDocument<infer Result, infer _Variables> ? Result : never;

/** What an operation takes. */
export type VariablesOf<Document> =
  Document extends TypedDocument<infer _Result, infer Variables> ? Variables : never;

/** The variables' argument: left out where none is needed. */
export type VariablesArgument<Variables> =
  Record<string, never> extends Variables
    ? readonly [variables?: Variables, options?: CallOptions]
    : readonly [variables: Variables, options?: CallOptions];

export interface CallOptions {
  /** Ends the call; it then throws the signal's reason. */
  readonly signal?: AbortSignal;
}
