/** SQS messages as Lambda batches them and hands them to a function. */
import type { Message } from "@aws-sdk/client-sqs";

/** Lambda closes a batch at its payload limit, wrapping included. */
const MAX_BATCH_BYTES = 6 * 1024 * 1024 - 64 * 1024;

/** Grows until it is full by count or by bytes, or its window is over. */
export class SqsBatch {
  readonly messages: Message[] = [];
  readonly #size: number;
  readonly #windowMs: number;
  #bytes = 0;
  #closesAt = Infinity;

  constructor(size: number, windowMs: number) {
    this.#size = size;
    this.#windowMs = windowMs;
  }

  /** How many more messages fit by count. */
  get room(): number {
    return this.#size - this.messages.length;
  }

  /** False: the message would take the batch over 6 MB and begins the next one. The first always fits. */
  add(message: Message, now: number): boolean {
    const bytes = (message.Body?.length ?? 0) + 1024;
    if (this.messages.length > 0 && this.#bytes + bytes > MAX_BATCH_BYTES) return false;
    if (this.messages.length === 0) this.#closesAt = now + this.#windowMs;
    this.messages.push(message);
    this.#bytes += bytes;
    return true;
  }

  closed(now: number): boolean {
    return this.messages.length > 0 && (this.room <= 0 || now >= this.#closesAt);
  }
}

/** The event of a batch. */
export function sqsEvent(messages: readonly Message[], queueArn: string, region: string): object {
  return {
    Records: messages.map((message) => ({
      messageId: message.MessageId,
      receiptHandle: message.ReceiptHandle,
      body: message.Body,
      attributes: message.Attributes ?? {},
      messageAttributes: Object.fromEntries(
        Object.entries(message.MessageAttributes ?? {}).map(([name, value]) => [
          name,
          {
            ...(value.StringValue !== undefined && { stringValue: value.StringValue }),
            ...(value.BinaryValue !== undefined && {
              binaryValue: Buffer.from(value.BinaryValue).toString("base64"),
            }),
            stringListValues: [],
            binaryListValues: [],
            dataType: value.DataType,
          },
        ]),
      ),
      md5OfBody: message.MD5OfBody,
      eventSource: "aws:sqs",
      eventSourceARN: queueArn,
      awsRegion: region,
    })),
  };
}
