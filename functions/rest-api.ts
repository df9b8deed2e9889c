/** The REST API, before GraphQL: it has no permissions of its own and asks as the caller. */
import { readFile } from "node:fs/promises";
import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { restLambda } from "../graphql/hosts/rest-lambda.ts";
import { variable } from "./environment.ts";
import { logger, observed } from "./observed.ts";

const schemaFile = variable("SCHEMA_FILE");

const handle = restLambda({
  graphqlUrl: variable("GRAPHQL_URL"),
  schemaText: () => readFile(schemaFile, "utf8"),
  onError: (error) => logger.error("request failed", { error }),
});

export const handler = observed((event: APIGatewayProxyEventV2) => handle(event));
