/** Operations for every text that the schema lets a caller give, made from the schema itself. */
import {
  getNamedType,
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputField,
  type GraphQLInputType,
  type GraphQLOutputType,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isObjectType,
  isScalarType,
} from "../../graphql/graphql-js.ts";

export interface Probe {
  /** Such as `Query.offers(filter.text)`. */
  readonly title: string;
  readonly root: "query" | "mutation" | "subscription";
  /** One operation that gives each of so many texts, `$v0` and so on, in a call of its own. */
  operation(count: number): string;
}

/** Where an object type is met that has fields with arguments. */
const REACHED: Readonly<Record<string, (field: string) => string>> = {
  Offer: (field) => `offers(first: 1) { nodes { ${field} } }`,
  Source: (field) => `sources { ${field} }`,
};

const HARMLESS: Readonly<Record<string, string>> = {
  String: '"nowhere"',
  ID: '"nowhere"',
  Int: "1",
  Float: "1",
  Boolean: "false",
  AWSJSON: '"{}"',
  AWSURL: '"https://nowhere.example/"',
  AWSDateTime: '"2026-01-01T00:00:00Z"',
};
const NO_TEXT = new Set(["Int", "Float", "Boolean"]);

export function probes(schema: GraphQLSchema): Probe[] {
  const roots = [
    ["query", schema.getQueryType()],
    ["mutation", schema.getMutationType()],
    ["subscription", schema.getSubscriptionType()],
  ] as const;
  const rootTypes = new Set(roots.map(([, type]) => type));
  const ofRoots = roots.flatMap(([root, type]) =>
    Object.values(type?.getFields() ?? {}).flatMap((field) =>
      probesOf(root, type?.name ?? "", field, (call) => call),
    ),
  );
  const ofOthers = Object.values(schema.getTypeMap())
    .filter(isObjectType)
    .filter((type) => !rootTypes.has(type) && !type.name.startsWith("__"))
    .flatMap((type) =>
      Object.values(type.getFields()).flatMap((field) =>
        probesOf("query", type.name, field, (call) => reached(type.name, call)),
      ),
    );
  return [...ofRoots, ...ofOthers];
}

function reached(type: string, call: string): string {
  const way = REACHED[type];
  if (way === undefined) throw new Error(`Say in REACHED how a query comes to a ${type}.`);
  return way(call);
}

function probesOf(
  root: Probe["root"],
  type: string,
  field: GraphQLField<unknown, unknown>,
  within: (call: string) => string,
): Probe[] {
  return textsOf(field.args).map(({ path, scalar }) => ({
    title: `${type}.${field.name}(${path.join(".")})`,
    root,
    operation(count) {
      const calls = Array.from({ length: count }, (_, index) => {
        const args = field.args.flatMap((arg) => given(arg, path, `$v${index}`));
        const call = `${field.name}(${args.join(", ")})${selection(field.type)}`;
        const outer = within(call);
        return count === 1 ? outer : `r${index}: ${outer}`;
      });
      const variables = Array.from({ length: count }, (_, index) => `$v${index}: ${scalar}!`);
      return `${root} (${variables.join(", ")}) { ${calls.join(" ")} }`;
    },
  }));
}

/** The paths to the texts within arguments or input fields. */
function textsOf(
  inputs: readonly (GraphQLArgument | GraphQLInputField)[],
  depth = 0,
): { readonly path: readonly string[]; readonly scalar: string }[] {
  return inputs.flatMap(({ name, type }) => {
    const named = getNamedType(type);
    if (isScalarType(named) && !NO_TEXT.has(named.name)) return [{ path: [name], scalar: named.name }];
    if (!isInputObjectType(named) || depth > 3) return [];
    return textsOf(Object.values(named.getFields()), depth + 1).map(({ path, scalar }) => ({
      path: [name, ...path],
      scalar,
    }));
  });
}

/** An argument or input field as it is written: with the text where the path leads, else only if it must be given. */
function given(input: GraphQLArgument | GraphQLInputField, path: readonly string[], text: string): string[] {
  const [name, ...rest] = path;
  if (input.name === name) return [`${input.name}: ${inList(input.type, holding(input.type, rest, text))}`];
  if (input.name === "first") return ["first: 1"];
  return isRequired(input) ? [`${input.name}: ${inList(input.type, holding(input.type, [], null))}`] : [];
}

const isRequired = ({ type, defaultValue }: GraphQLArgument | GraphQLInputField): boolean =>
  isNonNullType(type) && defaultValue === undefined;

function holding(type: GraphQLInputType, path: readonly string[], text: string | null): string {
  const named = getNamedType(type);
  if (isInputObjectType(named)) {
    const fields = Object.values(named.getFields()).flatMap((field) => given(field, path, text ?? ""));
    return `{ ${fields.join(", ")} }`;
  }
  if (text !== null && path.length === 0) return text;
  if (isEnumType(named)) return named.getValues()[0]?.name ?? "";
  return HARMLESS[named.name] ?? '"nowhere"';
}

const inList = (type: GraphQLInputType, value: string): string => {
  const bare = isNonNullType(type) ? type.ofType : type;
  return isListType(bare) ? `[${value}]` : value;
};

/** Each facet is a count of its own, and one way from the filter to SQL serves them all. */
const ENOUGH: Readonly<Record<string, string>> = { OfferFacets: " { exact networks { value } }" };

/** Plain fields, and those of the objects one level below. */
function selection(type: GraphQLOutputType, depth = 0): string {
  const named = getNamedType(type);
  if (!isObjectType(named)) return "";
  const enough = ENOUGH[named.name];
  if (enough !== undefined) return enough;
  const fields = Object.values(named.getFields()).filter(({ args }) => args.length === 0);
  const plain = fields.filter((field) => !isObjectType(getNamedType(field.type)));
  const objects = depth >= 1 ? [] : fields.filter((field) => isObjectType(getNamedType(field.type)));
  const chosen = [
    ...plain.map(({ name }) => name),
    ...objects.map(({ name, type: below }) => `${name}${selection(below, depth + 1)}`),
  ];
  return ` { ${["__typename", ...chosen].join(" ")} }`;
}
