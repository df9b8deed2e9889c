/** Before the simulator's HTTP: callers the authorizer does not know are turned away, and subscribers told of answers. */
import { type FieldNode, Kind, parse } from "../../graphql/graphql-js.ts";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import type { Authorize } from "./authorizer.ts";
import { SIGNED, type Simulator } from "./simulator-package.ts";

export interface Front {
  readonly url: string;
  stop(): Promise<void>;
}

interface Answer {
  readonly data?: Readonly<Record<string, unknown>> | null;
  readonly errors?: readonly object[];
  /** The simulator's, of a document that it cannot read. */
  readonly errorMessage?: string;
}

/** What a subscription's events are published under. */
export const answersFor = (subscription: string): string => `answers for ${subscription}`;

const UNAUTHORIZED = {
  errors: [{ errorType: "UnauthorizedException", message: "You are not authorized to make this call." }],
};

export async function startFront(simulator: Simulator, authorize: Authorize): Promise<Front> {
  const respond = async (request: IncomingMessage): Promise<{ status: number; answer: Answer }> => {
    const body = await text(request);
    const authorization = request.headers.authorization ?? "";
    const known =
      authorization.startsWith(SIGNED) ||
      (authorization !== "" && (await authorize(authorization)).isAuthorized);
    if (!known) return { status: 401, answer: UNAUTHORIZED };
    const response = await fetch(`${simulator.localhostUrl}/graphql`, {
      method: "POST",
      headers: { "content-type": "application/json", authorization },
      body,
    });
    const answer = (await response.json()) as Answer;
    if (answer.errorMessage !== undefined)
      return {
        status: 400,
        answer: { errors: [{ errorType: "MalformedHttpRequestException", message: answer.errorMessage }] },
      };
    await publish(simulator, (JSON.parse(body) as { query: string }).query, answer);
    return { status: response.status, answer };
  };
  const server = createServer((request, response) => {
    const send = (status: number, answer: object) =>
      response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(answer));
    respond(request).then(
      ({ status, answer }) => send(status, answer),
      (error: unknown) => send(500, { errors: [{ message: String(error) }] }),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Subscribers get what a mutation answered: by its field's name, whatever it was called in the document. */
async function publish({ schema, pubsub }: Simulator, query: string, { data }: Answer): Promise<void> {
  const operation = parse(query).definitions.find((each) => each.kind === Kind.OPERATION_DEFINITION);
  if (operation?.operation !== "mutation") return;
  const fields = operation.selectionSet.selections.filter(
    (each): each is FieldNode => each.kind === Kind.FIELD,
  );
  for (const { name, alias } of fields) {
    const answer = data?.[(alias ?? name).value];
    if (!answer) continue;
    for (const subscription of Object.values(schema.getSubscriptionType()?.getFields() ?? {})) {
      const directive = subscription.astNode?.directives?.find((each) => each.name.value === "aws_subscribe");
      const mutations = directive?.arguments?.[0]?.value;
      if (mutations?.kind !== Kind.LIST) continue;
      if (mutations.values.some((each) => each.kind === Kind.STRING && each.value === name.value))
        await pubsub.publish(answersFor(subscription.name), answer);
    }
  }
}
