/** SNS: topics that tell whoever listens in this process. Nobody else is subscribed: an e-mail is for AWS to send. */
import { randomUUID } from "node:crypto";
import { EventEmitter } from "node:events";
import type { ServiceAnswer, ServiceRequest } from "./answer.ts";
import { ServiceError } from "./answer.ts";
import type { Service } from "./server.ts";

export interface TopicMessage {
  /** The topic's name. */
  readonly topic: string;
  readonly subject: string | null;
  readonly message: string;
  readonly at: string;
}

const KEPT = 1_000;
const VERSION = "2010-03-31";
const NAMESPACE = "http://sns.amazonaws.com/doc/2010-03-31/";
const MAX_MESSAGE_BYTES = 256 * 1024;
/** As SNS has it: printable ASCII that begins with no space, 1 to 100 characters. */
const SUBJECT = /^[!-~][ -~]{0,99}$/;

export class Topics extends EventEmitter<{ message: [TopicMessage] }> {
  readonly #names = new Map<string, string>();
  readonly #kept: TopicMessage[] = [];

  ensure(name: string, arn: string): void {
    this.#names.set(arn, name);
  }

  /** The newest messages of all topics, oldest first. */
  get recent(): readonly TopicMessage[] {
    return this.#kept;
  }

  /** @throws ServiceError NotFound for a topic that the template does not have */
  publish(arn: string, subject: string | null, message: string): string {
    const topic = this.#names.get(arn);
    if (topic === undefined) throw new ServiceError("NotFound", "Topic does not exist", 404);
    const made = { topic, subject, message, at: new Date().toISOString() };
    this.#kept.push(made);
    if (this.#kept.length > KEPT) this.#kept.shift();
    this.emit("message", made);
    return randomUUID();
  }
}

/** Publish, in the AWS Query protocol: a form in, XML out. */
export function sns(topics: Topics): Service {
  return (request) => {
    const form = formOf(request);
    if (form?.get("Version") !== VERSION) return null;
    try {
      if (form.get("Action") !== "Publish")
        throw new ServiceError("InvalidAction", `The local SNS has no ${form.get("Action")}`);
      return answer(200, "PublishResponse", `<PublishResult>${published(topics, form)}</PublishResult>`);
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error;
      const { code, message, status } = error;
      const details = `<Type>Sender</Type><Code>${code}</Code><Message>${escaped(message)}</Message>`;
      return answer(status, "ErrorResponse", `<Error>${details}</Error>`);
    }
  };
}

function formOf({ method, headers, body }: ServiceRequest): URLSearchParams | null {
  const type = String(headers["content-type"] ?? "");
  if (method !== "POST" || !type.startsWith("application/x-www-form-urlencoded")) return null;
  return new URLSearchParams(body.toString("utf8"));
}

function published(topics: Topics, form: URLSearchParams): string {
  const message = form.get("Message") ?? "";
  const subject = form.get("Subject");
  if (message === "") throw new ServiceError("InvalidParameter", "Invalid parameter: Empty message");
  if (Buffer.byteLength(message) > MAX_MESSAGE_BYTES)
    throw new ServiceError("InvalidParameter", "Invalid parameter: Message too long");
  if (subject !== null && !SUBJECT.test(subject))
    throw new ServiceError("InvalidParameter", "Invalid parameter: Subject");
  return `<MessageId>${topics.publish(form.get("TopicArn") ?? "", subject, message)}</MessageId>`;
}

const answer = (status: number, element: string, content: string): ServiceAnswer => ({
  status,
  headers: { "content-type": "text/xml" },
  body: `<${element} xmlns="${NAMESPACE}">${content}<ResponseMetadata><RequestId>${randomUUID()}</RequestId></ResponseMetadata></${element}>`,
});

const escaped = (text: string): string =>
  text.replace(/[&<>]/g, (character) => `&#${character.charCodeAt(0)};`);
