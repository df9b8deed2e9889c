/** What a template says of its AppSync API. */
import * as z from "zod";

const apiSchema = z.object({
  AuthenticationType: z.string(),
  AdditionalAuthenticationProviders: z.array(z.object({ AuthenticationType: z.string() })).default([]),
});

const resolverSchema = z.object({
  TypeName: z.string(),
  FieldName: z.string(),
  DataSourceName: z.string(),
  Code: z.string(),
  MaxBatchSize: z.number().default(0),
});

export interface ApiTemplate {
  readonly modes: readonly [string, ...string[]];
  readonly resolvers: readonly {
    readonly typeName: string;
    readonly fieldName: string;
    readonly dataSource: string;
    readonly code: string;
    readonly maxBatchSize: number;
  }[];
}

/** @throws ZodError when it has no API, or a resolver without code */
export function readApi(template: Readonly<Record<string, unknown>>): ApiTemplate {
  const resources = Object.values(
    template["Resources"] as Record<string, { Type: string; Properties: unknown }>,
  );
  const ofType = (type: string) =>
    resources.filter(({ Type }) => Type === type).map(({ Properties }) => Properties);
  const api = apiSchema.parse(ofType("AWS::AppSync::GraphQLApi")[0]);
  const others = api.AdditionalAuthenticationProviders.map(({ AuthenticationType }) => AuthenticationType);
  return {
    modes: [api.AuthenticationType, ...others],
    resolvers: ofType("AWS::AppSync::Resolver").map((properties) => {
      const { TypeName, FieldName, DataSourceName, Code, MaxBatchSize } = resolverSchema.parse(properties);
      return {
        typeName: TypeName,
        fieldName: FieldName,
        dataSource: DataSourceName,
        code: Code,
        maxBatchSize: MaxBatchSize,
      };
    }),
  };
}
