/**
 * AppSync as its documentation tells it: it walks the schema by itself, runs its code for every field that has a
 * resolver, which asks a function with an event or a batch of them, and reads other fields off their parent's answer.
 */
import type { Caller } from "../../shared/access/caller.ts";
import type { HostAnswer } from "../battery.fixture.ts";
import { executableSchema, fieldOf } from "../executable-schema.ts";
import { fieldHosts } from "../field-hosts.ts";
import {
  execute,
  GraphQLError,
  type GraphQLFieldResolver,
  isScalarType,
  parse,
  validate,
  valueFromASTUntyped,
} from "../graphql-js.ts";
import { appsyncCode, appsyncCodeText } from "../appsync/code.fixture.ts";
import type { AppsyncEvent, appsyncHandler } from "./appsync.ts";

type Handler = ReturnType<typeof appsyncHandler>;

export interface AppsyncWalk {
  ask(query: string, variables?: object): Promise<HostAnswer>;
  /** Each call of a function since this was last emptied: the field and how many events. */
  readonly calls: { readonly field: string; readonly events: number }[];
}

/** What crosses between AppSync and a function. */
const overTheWire = <Value>(value: Value): Value => JSON.parse(JSON.stringify(value)) as Value;

/** As the code's context has it. */
const invoked = async (answer: Promise<unknown>): Promise<object> => {
  try {
    return { result: await answer };
  } catch (error) {
    return { result: null, error: { message: String(error), type: "Lambda:Unhandled" } };
  }
};

const shown = (error: unknown): GraphQLError => {
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  return new GraphQLError(message, { extensions: { errorType: name } });
};

interface Waiting {
  readonly event: AppsyncEvent;
  readonly answer: PromiseWithResolvers<unknown>;
}

/** One field's events, gathered until everything that is ready has been asked for. */
class Batch {
  readonly #waiting: Waiting[] = [];
  readonly #send: (events: AppsyncEvent[]) => Promise<unknown>;
  readonly #limit: number;

  constructor(limit: number, send: (events: AppsyncEvent[]) => Promise<unknown>) {
    this.#limit = limit;
    this.#send = send;
  }

  ask(event: AppsyncEvent): Promise<unknown> {
    if (this.#waiting.length === 0) setImmediate(() => this.#flush());
    const answer = Promise.withResolvers<unknown>();
    this.#waiting.push({ event, answer });
    return answer.promise;
  }

  #flush(): void {
    const waiting = this.#waiting.splice(0);
    while (waiting.length > 0) void this.#sendAll(waiting.splice(0, this.#limit));
  }

  async #sendAll(group: readonly Waiting[]): Promise<void> {
    try {
      const answers = await this.#send(group.map(({ event }) => event));
      if (!Array.isArray(answers) || answers.length !== group.length)
        throw new Error("A batch needs one answer an event.");
      group.forEach(({ answer }, index) => answer.resolve(answers[index]));
    } catch (error) {
      for (const { answer } of group) answer.reject(error);
    }
  }
}

/**
 * @param functions by the host that `field-hosts.ts` names
 * @param caller whose fields are denied, as the authorizer says; asked for with each operation
 */
export function appsyncWalk(
  schemaText: string,
  functions: Readonly<Record<"read" | "control", Handler>>,
  caller: () => Caller,
): AppsyncWalk {
  const calls: AppsyncWalk["calls"] = [];
  const code = appsyncCode(appsyncCodeText("field.js"));
  const schema = executableSchema(schemaText, {});
  const json = schema.getType("AWSJSON");
  // Functions get what the string holds.
  if (isScalarType(json)) {
    const { parseValue, parseLiteral } = json;
    json.parseValue = (value) => JSON.parse(String(parseValue(value))) as unknown;
    json.parseLiteral = (node, variables) =>
      JSON.parse(String(parseLiteral(node, variables) ?? valueFromASTUntyped(node))) as unknown;
  }
  for (const [name, { host, maxBatchSize }] of Object.entries(fieldHosts)) {
    const [parentTypeName = "", fieldName = ""] = name.split(".");
    const call = async (payload: AppsyncEvent | AppsyncEvent[]): Promise<unknown> => {
      calls.push({ field: name, events: Array.isArray(payload) ? payload.length : 1 });
      return overTheWire((await functions[host](overTheWire(payload))) ?? null);
    };
    const batch = maxBatchSize === undefined ? null : new Batch(maxBatchSize, call);
    const resolve: GraphQLFieldResolver<unknown, unknown> = async (source, args) => {
      const ctx = {
        info: { parentTypeName, fieldName },
        args,
        source: source ?? null,
        identity: null,
        request: { headers: {} },
      };
      const { operation, payload } = code.request(ctx);
      if ((operation === "BatchInvoke") !== (batch !== null))
        throw new Error(`${name} is not asked in batches.`);
      const event = payload as unknown as AppsyncEvent;
      try {
        return code.response({ ...ctx, ...(await invoked(batch === null ? call(event) : batch.ask(event))) });
      } catch (error) {
        throw shown(error);
      }
    };
    fieldOf(schema, parentTypeName, fieldName).resolve = resolve;
  }
  return {
    calls,
    async ask(query, variables = {}) {
      const document = parse(query);
      const errors = validate(schema, document);
      if (errors.length > 0) return { data: null, errors };
      return overTheWire(
        await execute({
          schema,
          document,
          variableValues: variables as Record<string, unknown>,
          contextValue: caller(),
        }),
      ) as HostAnswer;
    },
  };
}
