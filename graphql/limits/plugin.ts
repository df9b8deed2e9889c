/** The limits of an operation that need its variables or its time, as a plugin of Apollo Server; REST runs through it too. */
import type { ApolloServerPlugin } from "@apollo/server";
import type { Caller } from "../../shared/access/caller.ts";
import type { GraphQLError } from "../graphql-js.ts";
import { complexityOf, tooComplex } from "./complexity.ts";
import { limitExceeded } from "./exceeded.ts";
import { LIMITS } from "./limits.ts";
import { nestingOf } from "./nesting.ts";
import { pointsOf, type Rates } from "./rates.ts";
import { startDeadline } from "./timeout.ts";

export interface OperationLimits {
  readonly complexity: number;
  readonly operationMs: number;
}

export interface OperationWatch extends OperationLimits {
  readonly rates: Rates;
}

export const operationLimits = <Context extends Caller>({
  complexity,
  operationMs,
  rates,
}: OperationWatch): ApolloServerPlugin<Context> => ({
  async requestDidStart({ contextValue }) {
    const answered = startDeadline(contextValue, operationMs);
    return {
      async didResolveOperation({ schema, document, request }) {
        const { variables = {}, operationName = null } = request;
        const tooDeep = tooManyLevels(variables);
        if (tooDeep !== null) throw tooDeep;
        const cost = complexityOf(schema, { document, operationName, variables });
        const error = tooManyBytes(variables, contextValue) ?? tooComplex(cost, complexity);
        if (error !== null) throw error;
        await rates.spend(contextValue, pointsOf(cost));
      },
      async willSendResponse() {
        answered();
      },
    };
  },
});

function tooManyLevels(variables: object): GraphQLError | null {
  const most = LIMITS.variableLevels;
  const asked = nestingOf(Object.values(variables), most + 1) - 1;
  return asked <= most
    ? null
    : limitExceeded({ limit: "variableLevels", most, asked }, "levels of objects in its variables, or more");
}

/** The feed's own publications carry offers, and are bounded by what a request may have. */
export function tooManyBytes(variables: object, { kind }: Caller): GraphQLError | null {
  if (kind === "IAM") return null;
  const asked = Buffer.byteLength(JSON.stringify(variables));
  if (asked <= LIMITS.variableBytes) return null;
  return limitExceeded({ limit: "variableBytes", most: LIMITS.variableBytes, asked }, "bytes of variables");
}
